"""Texts that run a script where they are shown as HTML: tags by handlers by encodings by schemes, put together here.

Each calls `alert(1)`. Shown rightly, none does. That many of them bite is a test of its own (tests/browser).
"""

from __future__ import annotations

from itertools import product

RUN = "alert(1)"

#: Elements whose handler runs by itself, with what makes it run.
SELF_STARTING = (
    "img src=x onerror={}",
    "img/src=x/onerror={}",
    "svg onload={}",
    "svg/onload={}",
    "body onload={}",
    "video src=x onerror={}",
    "audio src=x onerror={}",
    "video><source onerror={}",
    "input autofocus onfocus={}",
    "select autofocus onfocus={}",
    "textarea autofocus onfocus={}",
    "button autofocus onfocus={}",
    "a href=x autofocus tabindex=1 onfocus={}",
    "p contenteditable autofocus onfocus={}",
    "span tabindex=1 autofocus onfocus={}",
    "details open ontoggle={}",
    "iframe onload={}",
    "iframe src=about:blank onload={}",
    "object data=x onerror={}",
    "embed src=x onerror={}",
    "link rel=stylesheet href=x onerror={}",
    "style onload={}",
    "script src=x onerror={}",
    "svg><animate onbegin={} attributeName=x dur=1s",
    "svg><set onbegin={} attributeName=x dur=1s",
    "marquee onstart={}",
    "x onanimationstart={} style=animation:x",
    "blockquote style=content-visibility:auto oncontentvisibilityautostatechange={}",
)
#: How a handler's code may be written.
SPELLINGS = (
    RUN,
    f'"{RUN}"',
    f"'{RUN}'",
    "&#97;lert(1)",
    '"&#x61;&#x6c;&#x65;&#x72;&#x74;(1)"',
    "alert&lpar;1&rpar;",
)
#: How an attribute's or tag's name may be written: case, and what stands for a space.
SHAPES = (
    lambda tag: f"<{tag}>",
    lambda tag: f"<{tag.upper()}>".replace("ALERT", "alert"),
    lambda tag: f"<{tag.replace(' ', chr(9))}>",
    lambda tag: f"<{tag.replace(' ', chr(10))}>",
    lambda tag: f"<{tag.replace(' ', chr(12))}>",
    lambda tag: f"<{tag}//",
    lambda tag: f'"><{tag}>',
    lambda tag: f"'><{tag}>",
)
#: Addresses that are code.
SCHEMES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"java\nscript:{RUN}",
    f"\x01javascript:{RUN}",
    f" javascript:{RUN}",
    f"javascript&colon;{RUN}",
    f"&#106;avascript:{RUN}",
    f"java&Tab;script:{RUN}",
    f"java&NewLine;script:{RUN}",
    f"javascript://%0a{RUN}",
    f"javascript:void%20{RUN}",
    f"javascript:/*--></title></style></textarea></script>*/{RUN}",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    f"vbscript:{RUN}",
    f"view-source:javascript:{RUN}",
)
#: Where an address leads somewhere: by itself, or when it is followed.
CARRIERS = (
    '<a href="{}">x</a>',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button autofocus>x</button></form>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg><a xlink:href="{}"><text y=9>x</text></a></svg>',
    '<meta http-equiv=refresh content="0;url={}">',
)
#: What changes its meaning when it is parsed twice, or parsed as another kind of text.
MUTATING = (
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<math><mtext><option><mglyph><svg><mtext><style><a title="</style><img src onerror=alert(1)>">',
    '<svg><desc><noscript></noscript><style><a title="</style><img src onerror=alert(1)>">',
    '<select><noscript></select><svg><style></noscript><img src onerror=alert(1)>',
    "<template><script>alert(1)</script></template><svg><script>alert&#40;1)</script>",
    '<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    '<title><a title="</title><img src=x onerror=alert(1)>">',
    "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=alert(1)&gt;'></iframe>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><img src=x onerror=alert(1)><!-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<<img src=x onerror=alert(1)>",
    "<img <img src=x onerror=alert(1)>",
    '<img src="x` `"onerror=alert(1)>',
    "<a href='x' title='\"><img src=x onerror=alert(1)>'>x</a><img src=x onerror=alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt><script>alert(1)</script>",
    "<script>alert(1)</script>",
    "<script\x0c>alert(1)</script\x0c>",
    "<script>/*</script><svg/onload=alert(1)>*/",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script xlink:href=data:,alert(1)></script></svg>",
    (
        "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'>"
        "<image href='x' onerror='alert(1)'/></svg>#x\">"
    ),
    "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    "<table><td background=javascript:alert(1)><img src=x onerror=alert(1)>",
    "<base href=javascript:alert(1)//><a href=#>x</a>",
    "<p style=\"background:url('javascript:alert(1)')\">x</p><style>@import 'javascript:alert(1)'</style>",
)  # fmt: skip
#: Ways out of where a text is put: an attribute, a title, a script, a comment, a template, a table of values.
BREAKING_OUT = (
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "` autofocus onfocus=alert(1) x=`",
    '" onmouseover="alert(1)',
    "';alert(1);//",
    '";alert(1);//',
    "\\';alert(1);//",
    "${alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "{% load x %}{{ x|safe }}<img src=x onerror=alert(1)>",
    "<%= alert(1) %><img src=x onerror=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "＜img src=x onerror=alert(1)＞",
)
#: What the pages' own scripts act on.
OF_OUR_SCRIPTS = (
    '<div hx-get="/healthz" hx-trigger="load" hx-on::after-request="alert(1)">x</div>',
    '<div hx-on:click="alert(1)" hx-on--load="alert(1)">x</div>',
    '<div data-hx-get="/healthz" data-hx-trigger="load" data-hx-on:htmx:after-request="alert(1)">x</div>',
    '<div hx-get="/healthz" hx-trigger="load[alert(1)]" hx-vals=\'js:{x: alert(1)}\'>x</div>',
    '<div hx-ext="x" hx-disinherit hx-headers="js:{x: alert(1)}" hx-trigger=load hx-get=/healthz>x</div>',
    '<textarea data-rich data-html="<img src=x onerror=alert(1)>" id=x name=x></textarea>',
    '<span data-mention="\'><img src=x onerror=alert(1)>">@x</span>',
    '<a data-panel href="javascript:alert(1)">x</a><a data-answer href="javascript:alert(1)">x</a>',
)


def _handlers() -> list[str]:
    """Every element once in each spelling or shape, by turns: the whole product says the same thing many times."""
    made = [SHAPES[0](tag.format(RUN)) for tag in SELF_STARTING]
    for nr, (tag, spelling) in enumerate(product(SELF_STARTING, SPELLINGS[1:])):
        if nr % 3 == 0:
            made.append(SHAPES[0](tag.format(spelling)))
    for nr, (tag, shape) in enumerate(product(SELF_STARTING, SHAPES[1:])):
        if nr % 4 == 0:
            made.append(shape(tag.format(RUN)))
    return made


def _addresses() -> list[str]:
    """Every scheme in a link, and by turns in what else leads somewhere."""
    made = [CARRIERS[0].format(scheme) for scheme in SCHEMES]
    for nr, (scheme, carrier) in enumerate(product(SCHEMES, CARRIERS[1:])):
        if nr % 2 == 0:
            made.append(carrier.format(scheme.replace('"', "&quot;")))
    return made


PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys((*_handlers(), *_addresses(), *MUTATING, *BREAKING_OUT, *OF_OUR_SCRIPTS))
)
#: The same as one line without control characters: what a header, a card's field or a title may hold.
ONE_LINE: tuple[str, ...] = tuple(
    dict.fromkeys("".join(c if c.isprintable() else " " for c in one) for one in PAYLOADS)
)
