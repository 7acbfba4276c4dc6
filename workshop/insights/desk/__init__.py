"""The rapporteur's desk: what the room said in one tray, and the themes that hold it together."""
