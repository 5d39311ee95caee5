//! Writing from a browser: sign-in, forms and their keys, uploads, buttons, corrections.

use axum::body::Body;
use axum::http::Request;
use probity_model::Command;
use serde_json::json;

use super::ledger::{fail, id, index, report};
use super::{Answer, Site, TOKEN};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser that keeps its cookie.
struct Browser<'s> {
    site: &'s Site,
    cookie: String,
    key: String,
}

impl Site {
    async fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path).header("accept", "text/html");
        for (name, value) in [("content-type", FORM)].iter().chain(headers) {
            request = request.header(*name, *value);
        }
        let body = Body::from(body.to_owned());
        self.send(request.body(body).unwrap()).await
    }

    /// Signs in and reads the key that forms carry.
    async fn signed_in(&self) -> Browser<'_> {
        let body = format!("token={}", TOKEN.replace(' ', "+"));
        let answer = self.post("/sign-in", &body, &[]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/ingestion")
        );
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let mut browser = Browser {
            site: self,
            cookie,
            key: String::new(),
        };
        let page = browser.get("/ingestion").await.text();
        let (_, after) = page.split_once("name=\"key\" value=\"").unwrap();
        browser.key = after.chars().take_while(|c| *c != '"').collect();
        browser
    }
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("accept", "text/html");
        let request = request.header("cookie", &self.cookie);
        self.site.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form of a page of ours.
    async fn send(&self, path: &str, fields: &str) -> Answer {
        let body = format!("key={}&{fields}", self.key);
        self.site
            .post(path, &body, &[("cookie", &self.cookie)])
            .await
    }

    async fn upload(&self, parts: &[(&str, &str)], accept: &str) -> Answer {
        let mut body = String::new();
        for (head, content) in parts {
            body +=
                &format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
        }
        body += "--edge--\r\n";
        let request = Request::post("/ingestion/upload")
            .header("accept", accept)
            .header("cookie", &self.cookie)
            .header("content-type", "multipart/form-data; boundary=edge");
        self.site
            .send(request.body(Body::from(body)).unwrap())
            .await
    }
}

#[tokio::test]
async fn the_token_begins_a_session_that_scripts_and_other_sites_cannot_use() {
    let site = Site::new();
    let answer = site
        .post("/sign-in", "token=a+secret&next=/documents/x/correct", &[])
        .await;
    assert_eq!(answer.header("location"), "/documents/x/correct");
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("secret") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let proxied = [("x-forwarded-proto", "https")];
    let answer = site.post("/sign-in", "token=a+secret", &proxied).await;
    assert!(answer.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn a_wrong_token_begins_nothing() {
    let site = Site::new();
    for body in ["token=wrong", "token=", "", "next=/ingestion"] {
        let answer = site.post("/sign-in", body, &[]).await;
        assert_eq!(answer.status, 403, "{body}");
        assert_eq!(answer.header("set-cookie"), "");
        assert!(answer.text().contains("not the server’s token"));
    }
    let off = Site::with(|settings| settings.token = Some(String::new()));
    let answer = off.post("/sign-in", "token=", &[]).await;
    assert_eq!(answer.status, 403, "no token is no empty token");
    assert!(off.browse("/sign-in").await.text().contains("switched off"));
}

#[tokio::test]
async fn a_write_needs_the_session_its_key_and_a_page_of_ours() {
    let site = Site::new();
    let browser = site.signed_in().await;
    let with_key = format!("action=rescan&key={}", browser.key);
    let cookie = ("cookie", browser.cookie.as_str());
    for (body, headers, status) in [
        (with_key.as_str(), &[][..], 401),
        ("action=rescan", &[cookie], 400),
        ("action=rescan&key=0000", &[cookie], 400),
        (&with_key, &[cookie, ("origin", "http://elsewhere")], 400),
        (&with_key, &[cookie, ("sec-fetch-site", "cross-site")], 400),
    ] {
        let answer = site.post("/ingestion", body, headers).await;
        assert_eq!(answer.status, status, "{body} {headers:?}");
    }
    assert!(
        site.commands.try_recv().is_err(),
        "nothing was asked of ingestion"
    );
    let answer = site.post("/ingestion", &with_key, &[cookie]).await;
    assert_eq!(answer.header("location"), "/ingestion?done=rescan");
    assert_eq!(site.commands.try_recv().unwrap(), Command::Rescan);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let site = Site::new();
    let browser = site.signed_in().await;
    let answer = browser.send("/sign-out", "").await;
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    let page = browser.get("/ingestion").await.text();
    assert!(page.contains("sign in with the token") && !page.contains("name=\"key\""));
    assert_eq!(
        browser.send("/ingestion", "action=rescan").await.status,
        401
    );
}

#[tokio::test]
async fn what_failed_has_its_sentence_and_a_button() {
    let site = Site::new();
    fail(&site.catalogue, "<b>bad</b>.pdf", "the file is a picture");
    let before = site.browse("/ingestion").await.text();
    assert!(
        before.contains("&#60;b&#62;bad&#60;/b&#62;.pdf"),
        "{before}"
    );
    assert!(before.contains("The file is a picture.") && !before.contains("Retry"));
    let browser = site.signed_in().await;
    assert!(browser.get("/ingestion").await.text().contains("Retry"));
    browser
        .send("/ingestion", "action=retry&path=%3Cb%3Ebad%3C/b%3E.pdf")
        .await;
    let path = Some("<b>bad</b>.pdf".to_owned());
    assert_eq!(site.commands.try_recv().unwrap(), Command::Retry { path });
    let unknown = browser.send("/ingestion", "action=format+the+disk").await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn files_are_uploaded_only_after_the_key() {
    let site = Site::new();
    let browser = site.signed_in().await;
    let key = ("name=\"key\"", browser.key.as_str());
    let one = ("name=\"file\"; filename=\"one.txt\"", "A heron.");
    let two = ("name=\"file\"; filename=\"two.txt\"", "A coot.");
    for parts in [&[one][..], &[one, key], &[("name=\"key\"", "wrong"), one]] {
        assert_eq!(browser.upload(parts, "text/html").await.status, 400);
    }
    let left: Vec<_> = std::fs::read_dir(site.watch.path()).unwrap().collect();
    assert!(left.is_empty(), "nothing was written");
    let answer = browser.upload(&[key, one, two], "text/html").await;
    assert_eq!(
        answer.header("location"),
        "/ingestion?added=one.txt&added=two.txt"
    );
    let page = browser.get(answer.header("location")).await.text();
    assert!(
        page.contains("“two.txt” lies in the watch folder"),
        "{page}"
    );
    let told = browser.upload(&[key, one], "application/json").await;
    assert_eq!(
        (told.status.as_u16(), told.json()["path"].clone()),
        (202, json!("one-2.txt"))
    );
    let none = ("name=\"file\"; filename=\"\"", "");
    let refused = browser.upload(&[key, none], "application/json").await;
    assert_eq!(refused.problem(400)["detail"], "choose a file first");
}

#[tokio::test]
async fn an_address_cannot_claim_an_upload() {
    let site = Site::new();
    for name in ["nothing.pdf", "../catalogue.sqlite", ".."] {
        let page = site
            .browse(&format!("/ingestion?added={name}"))
            .await
            .text();
        assert!(!page.contains("lies in the watch folder"), "{name}");
    }
}

#[tokio::test]
async fn corrections_are_made_beside_their_evidence() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let path = format!("/documents/{}/correct", id(1));
    let stranger = site.browse(&path).await;
    assert_eq!(stranger.header("location"), format!("/sign-in?next={path}"));
    let browser = site.signed_in().await;
    let page = browser.get(&path).await.text();
    for part in [
        "Overall rating: Requires improvement",
        "&#60;script&#62;",
        "value=\"2024-08\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let fields =
        "title=Better&kind=inspection_report&published=2024-08&rating=Requires+improvement";
    let units = "regions=East+of+England&pdus=Essex+North&pdus=";
    let wrong = browser
        .send(&path, &format!("{fields}&{units}Nowhere"))
        .await;
    assert_eq!(wrong.status, 400);
    let page = wrong.text();
    assert!(
        page.contains("No PDU is named") && page.contains("value=\"Nowhere\""),
        "{page}"
    );
    assert!(page.contains("value=\"Better\""), "what was typed is kept");
    let done = browser.send(&path, &format!("{fields}&{units}")).await;
    assert_eq!(done.header("location"), format!("/documents/{}", id(1)));
    let body = site.json(&format!("/api/v1/documents/{}", id(1))).await;
    assert_eq!(body["corrections"], json!({"title": "Better"}));
    assert_eq!(site.commands.try_recv().unwrap(), Command::Reindex(id(1)));
    browser
        .send(&path, &format!("{fields}&{units}&reset=title"))
        .await;
    let body = site.json(&format!("/api/v1/documents/{}", id(1))).await;
    assert_eq!(body["corrections"], json!({}));
}
