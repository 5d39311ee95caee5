// One address of every kind of page, for what must hold on all of them.

import { documentOf, HOSTILE, json } from "./site.mjs";

/** Pages by what they are: the path, and the status they answer with where it is not 200. */
export async function addresses(site) {
  const report = await documentOf(site, "ashmere-north-2024-report.pdf");
  const web = await documentOf(site, "brackwater-lindle-and-skerry-2025-report.html");
  const hostile = await documentOf(site, HOSTILE.name);
  const { hits } = await json(site, "/api/v1/search?in=recommendations&limit=1");
  return {
    start: ["/"],
    findings: ["/?q=domestic+abuse&in=findings"],
    documents: ["/?in=documents&rating=Inadequate"],
    recommendations: ["/?q=caseloads&in=recommendations"],
    "hostile results": ["/?q=heron&in=findings"],
    "nothing found": ["/?q=xyzzyplugh"],
    "malformed query": ["/?q=risk+(harm", 400],
    report: [`/documents/${report}`],
    "report with matches": [`/documents/${report}?q=enquiries`],
    "web report": [`/documents/${web}`],
    "hostile document": [`/documents/${hostile}`],
    units: ["/units"],
    "units by rating": ["/units?sort=rating&reverse=true"],
    unit: ["/units/ashmere-north"],
    "unit without reports": ["/units/ashmere-south"],
    region: ["/regions/westvale-and-the-skerry"],
    similar: ["/similar"],
    "similar found": ["/similar?text=Reduce+the+number+of+officers+each+manager+supervises"],
    "similar to one": [`/similar?id=${hits[0].id}`],
    ingestion: ["/ingestion"],
    files: ["/ingestion/files?state=failed"],
    "sign in": ["/sign-in"],
    help: ["/help"],
    api: ["/api/v1/docs"],
    "no such page": ["/nothing/here", 404],
    "no such document": [`/documents/${"0".repeat(24)}`, 404],
    "bad parameter": ["/?limit=0", 400],
  };
}
