//! Logs for programs: each line is JSON, and tells of which request and which file it is.

use serde_json::Value;

use crate::support::{Server, TOKEN};

#[test]
fn a_line_tells_of_its_request_and_its_file() {
    let server = Server::start_with("[log]\nformat = \"json\"\n");
    let form = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"heron.txt\"\r\n\r\n\
                Heron\n\nA heron was seen.\r\n--edge--\r\n";
    let token = format!("Bearer {TOKEN}");
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "multipart/form-data; boundary=edge"),
        ("x-request-id", "question-7"),
    ];
    let answer = server.send("POST", "/api/v1/documents", &headers, form.as_bytes());
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(answer.header("x-request-id"), "question-7");
    server.settle(1);
    let read = |line: &str| -> Value {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON ({error}): {line}"))
    };
    let lines = || -> Vec<Value> { server.log().lines().map(read).collect() };
    let says = |line: &Value, message: &str| line["message"] == message;
    let uploaded = lines().into_iter().find(|line| says(line, "uploaded"));
    let uploaded = uploaded.expect("the upload is logged");
    assert_eq!(uploaded["path"], "heron.txt");
    assert_eq!(uploaded["span"]["id"], "question-7", "{uploaded}");
    server.wait_until("its way to the index is logged", || {
        lines()
            .iter()
            .any(|line| says(line, "indexed") && line["path"] == "heron.txt")
    });
}
