"""Web pages: a report, a press release and a news article, with what stands around them on real sites."""

import json
import re
from html import escape
from itertools import groupby

from . import rules
from .source import NOTE, Block, Source

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}<style>body{{font-family:sans-serif;max-width:46em;margin:auto}} .cookies,.ad{{background:#eee;padding:1em}} table{{border-collapse:collapse}} td,th{{border:1px solid #888;padding:.3em}}</style>
</head>
<body id="top">
{body}
</body>
</html>
"""

COOKIES = """<div class="cookies" role="dialog" aria-label="Cookies">
<h2>Biscuits and cookies</h2>
<p>This site would like to count its visitors. You may accept or refuse, and it will work either way.</p>
<button>Accept</button> <button>Refuse</button>
</div>"""

SITE_NAV = """<a class="skip" href="#main">Skip to content</a>
<header>
<p><a href="/">HM Inspectorate of Probation</a></p>
<nav aria-label="Main"><ul><li><a href="/about">About us</a></li><li><a href="/inspections">Inspections</a></li><li><a href="/news">News</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<form role="search"><input aria-label="Search this site" placeholder="Search"><button>Search</button></form>
</header>"""

LICENCE = "All content on this page may be copied under the licences of Probity, except where something else is said."

SITE_FOOTER = """<footer>
<ul><li>Accessibility</li><li>Privacy</li><li>Sitemap</li></ul>
<p>{licence}</p>
</footer>"""


def prose(blocks: list[Block]) -> str:
    """Paragraphs, headings, quotations and lists as HTML."""
    parts, open_list = [], ""
    for block in blocks:
        wanted = {"bullet": "ul", "numbered": "ol"}.get(block.kind, "")
        if wanted != open_list:
            parts.append((f"</{open_list}>" if open_list else "") + (f"<{wanted}>" if wanted else ""))
            open_list = wanted
        text = escape(block.text, quote=False)
        if block.kind in ("bullet", "numbered"):
            parts.append(f"<li>{text}</li>")
        elif block.kind == "heading":
            parts.append(f"<h{block.level}>{text}</h{block.level}>")
        elif block.kind == "quotation":
            parts.append(f"<blockquote><p>{text}</p></blockquote>")
        elif block.kind == "directive" and block.text == "note":
            parts.append(f'<p class="small">{NOTE}.</p>')
        elif block.kind == "paragraph":
            parts.append(f"<p>{text}</p>")
    if open_list:
        parts.append(f"</{open_list}>")
    return "\n".join(filter(None, parts))


def report(source: Source) -> str:
    """A report as the Inspectorate publishes them since 2025: no page numbers, no date, no contents list with dots."""
    facts = source.facts
    headings = [block.text for block in source.blocks if block.kind == "heading" and block.level == 1]
    links = "".join(f'<li><a href="#{slug(text)}">{text}</a></li>' for text in headings)
    main = "\n".join(report_part(source, list(run)) for _, run in groupby(source.blocks, list_item))
    body = f"""{COOKIES}
{SITE_NAV}
<div class="licence"><p>{LICENCE}</p></div>
<main id="main">
<h1>{facts["title"]}</h1>
<p class="meta">Published:</p>
<nav aria-label="On this page"><ul>{links}</ul></nav>
{main}
</main>
<aside><h2>You may also like</h2><ul><li><a href="#">An inspection of probation services in Ashmere North PDU</a></li><li><a href="#">How we rate: Outstanding, Good, Requires improvement, Inadequate</a></li></ul></aside>
{SITE_FOOTER.format(licence=NOTE)}"""
    return PAGE.format(title=f"{facts['title']} – HM Inspectorate of Probation", head="", body=body)


def list_item(block: Block) -> str:
    """The same for all items of one list; different for anything else."""
    return "item" if block.kind == "bullet" else str(id(block))


def report_part(source: Source, run: list[Block]) -> str:
    """What a list or a block of another kind becomes in a report."""
    facts, block = source.facts, run[0]
    if block.kind == "heading":
        return heading(block)
    if block.kind != "directive" or block.text == "note":
        return prose(run)
    if block.text == "signature":
        return f"<p><strong>{facts['chief_inspector']}</strong><br>{facts['chief_role']}</p>"
    if block.text == "ratings":
        return ratings_table(source)
    if block.text == "recommendations":
        return recommendations(facts)
    if block.text == "questions":
        return questions_table(source, block.argument)
    standard = source.standard(block.argument)
    return f"""<h3>{standard["id"]}. {standard["name"]}</h3>
<p><em>{standard["statement"]}</em></p>
<p class="rating">{standard["rating"]}</p>"""


def heading(block: Block) -> str:
    """A heading, one level below the page's title, with its way back to the top."""
    if block.level == 1:
        return f'<h2 id="{slug(block.text)}">{block.text} <a href="#top">(Back to top)</a></h2>'
    return f"<h{block.level + 1}>{block.text}</h{block.level + 1}>"


def ratings_table(source: Source) -> str:
    facts = source.facts
    rows = [f"<tr><th>Overall rating</th><td>{facts['rating']}</td></tr>"]
    for domain in facts["domain"]:
        rows.append(f'<tr><th colspan="2">{domain["heading"]}</th></tr>')
        rows += [f"<tr><td>{s['id']} {s['name']}</td><td>{s['rating']}</td></tr>" for s in domain["standards"]]
    table = "\n".join(rows)
    return f"""<p>{facts["unit"]} PDU</p>
<p>Fieldwork started {facts["fieldwork_printed"]}</p>
<p>Score {facts["score_printed"]}</p>
<table>
{table}
</table>"""


def recommendations(facts: dict) -> str:
    """The recommendations; their numbers are the list's own and stand nowhere in the text."""
    parts, next_number = [], 1
    for group in facts["recommendations"]:
        items = "".join(f"<li>{text}</li>" for text in group["texts"])
        parts.append(f'<p><strong>{group["addressee"]} should:</strong></p>\n<ol start="{next_number}">{items}</ol>')
        next_number += len(group["texts"])
    return "\n".join(parts)


def questions_table(source: Source, standard: str) -> str:
    rows = "\n".join(f"<tr><td>{q}</td><td>{percent}%</td></tr>" for q, percent in source.questions(standard))
    return f"<table>\n<thead><tr><th>Key question</th><th>Percentage ‘Yes’</th></tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def release(source: Source) -> str:
    """A press release on the Inspectorate's site. The date stands in the JSON-LD and below the headline."""
    facts = source.facts
    graph = [
        {"@type": "WebSite", "name": "HM Inspectorate of Probation", "inLanguage": "en-GB"},
        {"@type": "WebPage", "name": facts["title"], "datePublished": facts["published"], "isPartOf": {"@type": "WebSite"}},
    ]
    body = f"""{COOKIES}
{SITE_NAV}
<main id="main">
<article>
<h1>{facts["title"]}</h1>
<p class="date">{facts["printed_date"]}</p>
{prose(source.blocks)}
</article>
</main>
{SITE_FOOTER.format(licence=LICENCE)}"""
    return PAGE.format(title=f"{facts['title']} – HM Inspectorate of Probation", head=linked_data({"@graph": graph}), body=body)


def news(source: Source) -> str:
    """An article of an invented newspaper, among navigation, advertisements and other stories."""
    facts = source.facts
    data = {
        "@type": "NewsArticle",
        "headline": facts["title"],
        "description": facts["standfirst"],
        "datePublished": facts["published_at"],
        "dateModified": facts["published_at"],
        "author": [{"@type": "Person", "name": facts["author"]}],
        "publisher": {"@type": "NewsMediaOrganization", "name": facts["outlet"]},
    }
    meta = f"""<meta property="og:title" content="{escape(facts["title"])}">
<meta property="og:site_name" content="{facts["outlet"]}">
<meta property="article:published_time" content="{facts["published_at"]}">
"""
    first, rest = prose(source.blocks[:3]), prose(source.blocks[3:])
    body = f"""<a class="skip" href="#story">Skip to content</a>
<header><p>{facts["outlet"]}</p><nav><ul><li>News</li><li>Sport</li><li>Harbour</li><li>What’s on</li><li>Announcements</li><li>Subscribe</li></ul></nav></header>
{COOKIES}
<aside class="ad"><p>Advertisement</p><p>Oxhythe Garden Centre: a third off all sheds until Sunday</p></aside>
<main id="story">
<article>
<h1>{facts["title"]}</h1>
<p class="standfirst">{facts["standfirst"]}</p>
<p class="byline">By {facts["author"]} <time datetime="{facts["published_at"]}">{facts["printed_date"]}</time></p>
<div class="share"><button>Share</button> <button>Save</button></div>
<figure><img src="market.jpg" alt="A brick building beside a harbour"><figcaption>{facts["caption"]}</figcaption></figure>
{first}
<aside class="ad"><p>Advertisement</p><p>Ferry tickets from £9</p></aside>
{rest}
<section class="related"><h2>More on this story</h2><ul><li><a href="#">City probation rated inadequate in Hallowdale City</a> <time datetime="2023-03-16">16 March 2023</time></li><li><a href="#">Tollbridge market hall to reopen</a></li></ul></section>
</article>
</main>
<aside><h2>Most read</h2><ol><li>Storm takes roof off bandstand</li><li>Penwick United held to another draw</li><li>New bus to Cindle from Monday</li></ol></aside>
<footer><ul><li>Terms</li><li>Complaints</li><li>Privacy</li></ul><p>{facts["outlet"]} is an invented newspaper.</p></footer>
<script>window.visits = {{"page": "not part of the story"}};</script>"""
    return PAGE.format(title=f"{facts['title']} | {facts['outlet']}", head=meta + linked_data(data), body=body)


def linked_data(data: dict) -> str:
    """JSON-LD in its script element."""
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>\n'


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
