//! Pages in the shapes that outlets give them, with invented news.

use super::{check, read};
use crate::tests::shown;

#[test]
fn a_blog_of_the_most_common_software() {
    check(
        r##"<!doctype html><html><body class="single no-sidebar share-enabled">
        <div id="page" class="site has-sidebar"><header id="masthead" class="site-header"><a href="/">Gazette</a></header>
        <div id="content" class="content-with-sidebar"><main id="primary"><article class="post">
        <header class="entry-header"><h1 class="entry-title">Ashmere unit told to improve</h1>
        <div class="entry-meta">By <span class="author">A. Writer</span> <time datetime="2024-08-15">15 August 2024</time></div></header>
        <div class="entry-content"><p>Inspectors rated a probation unit in Ashmere as inadequate after a week of interviews.</p>
        <div class="wp-caption alignnone"><img src="x.jpg"><p class="wp-caption-text">The office in Harbour Street</p></div>
        <div class="code-block ad-slot"><p>Article continues below</p></div>
        <h2>What was found</h2><ul><li>Risk was assessed too late in most cases.</li></ul>
        <div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>Facebook</li></ul></div>
        <div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div>
        <footer class="entry-footer"><span class="tags-links">Tagged probation</span></footer></article>
        <nav class="navigation post-navigation">Next: something</nav>
        <div id="comments"><ol class="commentlist"><li>First! I say that is a scandal and nothing else.</li></ol></div></main>
        <aside id="secondary" class="widget-area"><h2>Recent posts</h2><p>Bridge to close</p></aside></div></div></body></html>"##,
        &[
            "h1 Ashmere unit told to improve",
            "p By A. Writer 15 August 2024",
            "p Inspectors rated a probation unit in Ashmere as inadequate after a week of interviews.",
            "cap The office in Harbour Street",
            "h2 What was found",
            "li0 • Risk was assessed too late in most cases.",
        ],
    );
}

#[test]
fn a_government_announcement() {
    check(
        r##"<!doctype html><html lang="en"><head><title>Ashmere inspected - GOV.UK</title></head><body>
        <div id="global-cookie-message" class="gem-c-cookie-banner"><h2>Cookies on GOV.UK</h2><p>We use some essential cookies to make this website work.</p></div>
        <header role="banner"><a href="/">GOV.UK</a></header>
        <div class="govuk-width-container"><nav aria-label="Breadcrumb"><ol><li>Home</li></ol></nav>
        <main id="content" class="govuk-main-wrapper"><span class="govuk-caption-xl">Press release</span>
        <h1 class="gem-c-heading">Ashmere inspected</h1><p class="gem-c-lead-paragraph">A unit is getting better, but not quickly.</p>
        <dl class="gem-c-metadata"><dt>From:</dt><dd><a href="/org">The Inspectorate</a></dd><dt>Published</dt><dd>12 March 2024</dd></dl>
        <div class="govspeak"><p>The unit in Ashmere was rated as requiring improvement.</p>
        <h2 id="next">What happens next <a href="#contents">(Back to contents)</a></h2>
        <p>Five recommendations were made<sup id="fnref:1"><a href="#fn:1">[footnote 1]</a></sup>.</p>
        <div class="call-to-action"><p>The report is published on 12 March.</p></div>
        <div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>Four are new. <a href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div></div>
        <div class="gem-c-share-links"><h2>Share this page</h2><ul><li>Share on Facebook</li></ul></div></main>
        <div class="gem-c-feedback"><h2>Is this page useful?</h2><form><button>Yes</button></form></div></div>
        <footer>Crown copyright</footer></body></html>"##,
        &[
            "p Press release",
            "h1 Ashmere inspected",
            "p A unit is getting better, but not quickly.",
            "tr0 From: | The Inspectorate",
            "tr0 Published | 12 March 2024",
            "p The unit in Ashmere was rated as requiring improvement.",
            "h2 What happens next",
            "p Five recommendations were made ¹.",
            "p The report is published on 12 March.",
            "note1 Four are new.",
        ],
    );
}

#[test]
fn a_broadcasters_article() {
    check(
        r##"<!doctype html><body><main id="main-content"><article>
        <div data-component="headline-block"><h1>Risk 'missed' at probation office</h1></div>
        <div data-component="byline-block"><span class="sc-a">A. Writer</span><br><span>Skerry Today</span></div>
        <figure><div data-component="image-block"><span class="sc-b">Skerry Media</span></div>
        <figcaption data-component="caption-block"><span class="visually-hidden">Image caption, </span>The office serves three towns</figcaption></figure>
        <div data-component="text-block"><p><b class="sc-c">An office was criticised for missing signs of risk.</b></p>
        <p>Staff said they were <a href="/q">"at the end of their tether"</a>.</p></div>
        <div data-component="text-block"><p><i>Follow Skerry news on Facebook, Instagram and X.</i></p></div>
        <div data-component="links-block"><h2>More on this story</h2><ul><li><a href="/1">Prison is 'full'</a></li><li><a href="/2">Bridge closed after storm warning.</a></li></ul></div>
        <section data-component="tags"><h2>Related topics</h2><ul><li>Probation</li></ul></section></article></main></body>"##,
        &[
            "h1 Risk 'missed' at probation office",
            "p A. Writer Skerry Today",
            "p Skerry Media",
            "cap The office serves three towns",
            "p An office was criticised for missing signs of risk.",
            "p Staff said they were \"at the end of their tether\".",
        ],
    );
}

#[test]
fn a_local_newspaper_full_of_other_things() {
    let told = "Inspectors found that the unit had too few officers, and that those it had were new to the work.";
    let page = format!(
        r##"<!doctype html><body class="cookies-accepted"><div class="header-ads"></div><main>
        <article id="article-body"><h1>Unit fails people, inspectors say</h1>
        <ul class="sharebar"><li>Share</li><li>Comments</li></ul>
        <p>{told}</p><p><strong>READ MORE: <a href="/a">Man jailed after chase through market</a></strong></p>
        <p>{told}</p><div class="inline-newsletter-signup"><p>Sign up here.</p></div>
        <p><a href="/news/">Click here to sign up to our daily newsletter</a></p>
        <p>Join our WhatsApp community to get the latest breaking news.</p>
        <p class="image-caption">The office (Image: Skerry Media)</p><p>{told}</p>
        <p>More: <a href="/x">The plan for the old mill that nobody wants to have</a></p></article>
        <section class="river"><h2>More from Skerry Gazette</h2>
        <article><a href="/1"><h3>Bridge to close</h3><p>The old bridge will close for a week. Drivers are warned.</p></a></article>
        <article><h3><a href="/2">Ferry late</a></h3><p>It was late again, and passengers complained about it.</p></article></section></main></body>"##
    );
    let told = format!("p {told}");
    check(
        &page,
        &[
            "h1 Unit fails people, inspectors say",
            &told,
            &told,
            "cap The office (Image: Skerry Media)",
            &told,
        ],
    );
}

#[test]
fn a_page_inside_one_form() {
    check(
        r#"<html><body><form id="aspnetForm" action="./page.aspx"><div class="menu"><a href="/">Home</a></div>
        <div id="main"><h1>Minutes of the reducing reoffending board</h1>
        <p>The board heard that the probation unit had been inspected in the spring of the year.</p>
        <p>It was told that four of the five recommendations of the last report had been met in full.</p></div>
        <div class="search"><input type="submit" value="Find"></div></form></body></html>"#,
        &[
            "h1 Minutes of the reducing reoffending board",
            "p The board heard that the probation unit had been inspected in the spring of the year.",
            "p It was told that four of the five recommendations of the last report had been met in full.",
        ],
    );
}

#[test]
fn a_page_saved_while_a_box_lay_over_it() {
    let told = "Leaders had a clear plan for the unit, and staff could say what it was and why it mattered to them.";
    let page = format!(
        r#"<html><body><div id="ccc" role="dialog"><h2>Our use of cookies</h2><p>We use necessary cookies to make our site work. Others are optional.</p></div>
        <div id="app" aria-hidden="true"><main><h1>Leaders praised</h1><p>{told}</p><p>{told}</p></main></div></body></html>"#
    );
    let told = format!("p {told}");
    check(&page, &["h1 Leaders praised", &told, &told]);
}

#[test]
fn sections_that_open_and_close() {
    check(
        r#"<main><h1>Report</h1><div class="govuk-accordion__section"><h2><button>Leadership<span class="visually-hidden"> show</span></button></h2>
        <div hidden="until-found"><p>Leaders were seen often.</p></div></div>
        <details><summary>Data</summary><p>There were 40 cases.</p></details>
        <div role="heading" aria-level="3">Staffing</div><p>Posts were filled.</p></main>"#,
        &[
            "h1 Report",
            "h2 Leadership",
            "p Leaders were seen often.",
            "p Data",
            "p There were 40 cases.",
            "h3 Staffing",
            "p Posts were filled.",
        ],
    );
}

#[test]
fn a_text_in_one_piece_is_read_like_text() {
    check(
        "<html><body><pre>UNIT TOLD TO IMPROVE\n\nInspectors said that the unit had too few officers, and\nthat those it had were new to the work. They asked for\nfive things, of which the first was a plan for people\nwho wait.\n\n- a plan\n- a lead</pre></body></html>",
        &[
            "p UNIT TOLD TO IMPROVE",
            "p Inspectors said that the unit had too few officers, and that those it had were new to the work. They asked for five things, of which the first was a plan for people who wait.",
            "li0 - a plan",
            "li0 - a lead",
        ],
    );
}

#[test]
fn a_page_that_its_script_builds() {
    let body = "Inspectors found that the unit had too few officers. ".repeat(6);
    let page = format!(
        r#"<html><body><div id="root">Please enable JavaScript</div><script type="application/ld+json">
        {{"@type":"NewsArticle","headline":"Unit told","articleBody":"{body}\n\nIt will be seen again."}}</script></body></html>"#
    );
    // A line break inside a JSON string is not valid; sites print it all the same.
    check(
        &page,
        &[
            "h1 Unit told",
            &format!("p {}", body.trim()),
            "p It will be seen again.",
        ],
    );
}

#[test]
fn a_list_of_news_keeps_what_it_lists() {
    let told = "The unit was rated good for its work with people leaving prison, and inspectors praised staff.";
    let page = format!(
        r#"<main><h1>Inspections this week</h1><article><h2><a href="/1">Ashmere North</a></h2><p>{told}</p></article>
        <article><h2><a href="/2">Ashmere South</a></h2><p>{told}</p></article></main>"#
    );
    let told = format!("p {told}");
    check(
        &page,
        &[
            "h1 Inspections this week",
            "h2 Ashmere North",
            &told,
            "h2 Ashmere South",
            &told,
        ],
    );
}

#[test]
fn a_page_that_a_word_processor_wrote() {
    check(
        "<html xmlns:o='urn:x'><head><meta charset=windows-1252></head><body lang=EN-GB><div class=WordSection1>\
         <h1>Foreword</h1><p class=MsoNormal>The unit<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference><sup>[1]</sup></span></a> is\nsmall.</p>\
         <p class=MsoListParagraph style='text-indent:-18.0pt'><span>\u{b7}<span>&nbsp;&nbsp; </span></span>one officer left</p></div>\
         <div><hr><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'><sup>[1]</sup></a> It has 40 staff.</p></div></div></body></html>",
        &[
            "h1 Foreword",
            "p The unit ¹ is small.",
            "li0 \u{b7} one officer left",
            "note1 It has 40 staff.",
        ],
    );
}

#[test]
fn data_that_point_at_one_another() {
    let metadata = read(
        r##"<html><head><meta property="og:title" content="Unit told | Skerry Gazette"><link rel="canonical" href="/news/1">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":["Article","NewsArticle"],"headline":"Unit&#8217;s failings","author":[{"@id":"#a"},{"@type":"Person","name":"B. Other"}],
         "publisher":{"@id":"#org"},"mainEntityOfPage":{"@id":"https://gazette.example/news/1"},"datePublished":"2024-08-15T05:12:43+01:00"},
        {"@type":"WebPage","@id":"#page","datePublished":"2020-01-01"},
        {"@type":"Organization","@id":"#org","name":"Skerry Gazette"},{"@type":"Person","@id":"#a","name":"A. Writer"}]};</script></head>
        <body><p>Text.</p></body></html>"##,
    )
    .metadata;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(metadata.title, text("Unit’s failings"));
    assert_eq!(metadata.author, text("A. Writer, B. Other"));
    assert_eq!(metadata.publisher, text("Skerry Gazette"));
    assert_eq!(metadata.published, text("2024-08-15T05:12:43+01:00"));
    assert_eq!(
        metadata.canonical_url,
        text("https://gazette.example/news/1")
    );
    assert_eq!(metadata.declared_type, text("Article"));
}

#[test]
fn an_article_that_is_marked_piece_by_piece() {
    let words =
        "The inspectors found that the unit had too few staff, and they said so. ".repeat(6);
    let page = read(&format!(
        r#"<html><title>News</title><body><header>Gazette</header><div itemscope itemtype="https://schema.org/NewsArticle">
        <h1 itemprop="headline">Unit told</h1><span itemprop="author" itemscope><span itemprop="name">A. Writer</span></span>
        <div itemprop="publisher" itemscope><meta itemprop="name" content="Gazette"></div><meta itemprop="datePublished" content="2024-03-05">
        <div itemprop="articleBody"><p>{words}</p></div></div><footer>Terms</footer></body></html>"#
    ));
    assert_eq!(
        shown(&page),
        ["h1 Unit told", &format!("p {}", words.trim())]
    );
    let metadata = page.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Unit told"));
    assert_eq!(metadata.author.as_deref(), Some("A. Writer"));
    assert_eq!(metadata.publisher.as_deref(), Some("Gazette"));
    assert_eq!(metadata.published.as_deref(), Some("2024-03-05"));
}

#[test]
fn boxes_of_the_site_inside_an_article_that_was_searched_for() {
    let words =
        "The inspectors found that the unit had too few staff, and they said so. ".repeat(6);
    let page = format!(
        "<html><title>Unit told</title><body><div><a href=/>Home</a></div><div class=story><h1>Unit told</h1><p>{words}</p><div class=newsletter-signup><h3>Our best stories each day</h3><p>They come at seven, before you are up.</p></div><p>{words}</p></div></body></html>"
    );
    let long = format!("p {}", words.trim());
    assert_eq!(shown(&read(&page)), ["h1 Unit told", &long, &long]);
}

#[test]
fn the_articles_own_time_counts() {
    let metadata = read(
        r#"<!-- saved from url=(0034)https://gazette.example/news/unit --><html><body><aside><time datetime="2019-01-01">then</time></aside>
        <main><h1>Unit told</h1><p>Updated <time class="updated" datetime="2024-09-01">1 Sep</time></p>
        <p>Published <time datetime="2024-08-15T06:00">15 Aug</time></p><p>Text.</p></main></body></html>"#,
    )
    .metadata;
    assert_eq!(metadata.published.as_deref(), Some("2024-08-15T06:00"));
    assert_eq!(
        metadata.canonical_url.as_deref(),
        Some("https://gazette.example/news/unit")
    );
}

#[test]
fn a_site_that_only_the_title_names_is_the_publisher() {
    let publisher = |title: &str| {
        let page = format!(
            "<html><head><title>{title}</title></head><body><h1>Unit told to improve</h1><p>Words.</p></body></html>"
        );
        read(&page).metadata.publisher
    };
    for title in [
        "Unit told to improve | Skerry Gazette",
        "Unit told to improve - Skerry Gazette",
        "Unit told to improve | News | Skerry Gazette",
        "Unit told to improve – Skerry Gazette",
    ] {
        assert_eq!(
            publisher(title).as_deref(),
            Some("Skerry Gazette"),
            "{title}"
        );
    }
    for title in [
        "Unit told to improve",
        "Unit told to improve | News",
        "Unit told to improve: Inspectors call for change",
        "Unit told to improve - and to do it within the year",
        "Unit told to improve-again",
        "Something else | Skerry Gazette",
    ] {
        assert_eq!(publisher(title), None, "{title}");
    }
}
