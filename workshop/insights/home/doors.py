"""What can be done with what people take home, for scripts."""

from workshop.doors import Door

DOORS = [
    Door("take_home", "GET", "insights:home"),
    Door("take_home_pdf", "GET", "insights:home-pdf"),
    Door("keep_in_the_room", "POST", "insights:home-keep"),
    Door("followed_up", "GET", "insights:followed-up", {}, {}, "facilitator"),
    Door("ask_later", "GET", "insights:later", {"token": "from the link that was sent"}, {}, "anybody"),
]
