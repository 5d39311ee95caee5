//! Extracted pages to a [`Document`](probity_model::Document): what inspection reports, press releases and news say.
//!
//! Pure functions: no files, no index, no clock. Reading never fails; what is doubtful is a warning.
//!
//! [`read`] levels the blocks of any format into one flat list, takes the contents list out, finds
//! the title, and reads the structure: which blocks are headings, and what governs each of the
//! others. Then each field has a rule of its own. What no rule reads stays unknown.
//!
//! | field | looked for in | what wins |
//! |---|---|---|
//! | `title` | a line that announces an inspection, with the unit's name below it; the first main heading; the title that a web page declares; the first line that is no date, outlet or furniture, nor the name of a paper above a headline and its date, nor what that paper is for | in that order; of a web page the main heading over the name of its site |
//! | `kind` | title, cover, ISBN, "(Back to top)", links of a landing page, notes to editors, ways of quoting ratings and the Chief Inspector, outlets, bylines, first person, hours of a live account, letters to the editor, words of mayors and members of Parliament, the licence of the government's pages, who responds to a report | a report's signs over a release's, those over a newspaper's by weight; a rating "by HM Inspectorate of Probation" makes a release only beside something that is a release's alone, or where several ratings are quoted as the Inspectorate does and nothing speaks for a newspaper; action plans (a table of "Agreed/Partly agreed" shows one, whatever report it names), guides, research, minutes, questions to ministers, speeches of ministries, reports of other inspectorates and what tells of no inspection of probation: other; an outlet's own article about probation is news all the same |
//! | `level` | title and first paragraphs | youth justice service; organisation of before June 2021 (other); unit in the title, or in what an action plan says it answers; thematic; national; the units' level |
//! | units inspected | the headline; units rated with them, or whose town the headline names; the units that sentences or rows of a table rate; units said to be inspected with them; the first unit of the opening; names of several places in any order, and "the … probation service" of a place that one unit has | a region that the text rates before the PDUs it consists of, which wins over the headline's; a report is about the units of its title alone; a dynamic inspection (by its title, opening, or what it says that it is) about its region; regions that are rated in one go are all meant; a post of the Inspectorate about none that it does not rate; none where a youth justice service is all that is rated; news that tells of no inspection, or whose headline is about a prison, has none; what notes to editors, headings like "Neighbouring units" and lists below them rate besides, what was rated "in July", what "emerged in August", and where somebody works are mentions |
//! | their ratings, scores | the page of ratings; the sentence that names the unit; "it" behind a sentence about a unit; "the PDU", "both", "respectively", "as was", "so was", "too", "the same rating"; a unit alone on a line, of what is told below it; columns of a table of results; a year, "last", "from", "had been", "lost", "no longer" make a rating one of before, but not from an opening or inserted clause; "after being rated" is of before where the text has another rating; ratings of standards, of work, of some ("four were"), of other inspections and other bodies are none, nor those that are denied, missed, feared or hoped for | page over sentence (a warning where they differ); name over "it"; headline first; "it" is the one unit that the text has named; a score beside a rating is of its unit and inspection; the total may stand first, elsewhere, or as a scale ("27 were possible"), and of two scores that of the document's round of inspection (27 points to 2023, 21 from 2024) wins; what the text itself corrects is withdrawn; the first of a youth justice service or of the national arrangements is the document's |
//! | previous rating | sentences about an earlier inspection, and what goes on from one of two years before or more; in news that tells of nothing newer, a rating of the year before is the current one; a column of before; "again", "for the second time", "kept", "another", "the same as in 2022", a row of an earlier year | the first |
//! | `regions` | the gazetteer, from the units | a PDU gives its region, whatever the text says |
//! | `mentions` | all text but the imprint | councils, forces, prisons and "England and Wales" are none |
//! | `published` | report: cover, the page's own statement, label, announcement, address; others: own statement, label, a day behind a few words ("Outlet, 3 May 2024", "Issue 12 - 3 May 2024") or a place ("LEEDS, 3 May 2024 -"), a day between the parts of a line above the text, announcement, address, cover; "Last updated" where nothing else tells | in that order; a time of another zone is of its day in London; a month only behind "Published" or on a cover; never copyright, census or sample weeks, nor what a sentence tells of another report or of an event |
//! | `fieldwork_started` | the page of ratings; the sentence about the fieldwork, or about inspectors who began, spent weeks or started on a day | the page; the sentence where it says the day of the page's month (a warning where they differ) |
//! | `chief_inspector` | a signature; a quotation or mention, with the whole office before a bare "chief inspector" and that before one of then; who held the office when an account of an inspection was published (the evidence says so) | in that order; former and deputy Chief Inspectors, those of other services and officers of the police are none |
//! | `lead_inspector`, `isbn` | "led by HM Inspector …", "HM Inspector … led", "under HM Inspector …", "…, lead inspector"; near the top a label "Lead:"; the line with "ISBN" | the first |
//! | `publisher` | the Inspectorate's own kinds; the file's statement; an outlet's address, its name beside the headline; near the headline a name that ends as outlets' do, or is one word ("MyTown", "Town.Cymru"), on a line of its own, before a date or place, behind an author, "Source:" or "©"; in any part of a line that has several; a name like a title's above a headline and a day; the Inspectorate's name, or the Chief Inspector's, at the top | in that order; names of sections ("Local News") are none |
//! | `standards` | the page of ratings, as lines or a table, with their numbers or (in a table) by name alone; headings of sections with a rating behind or below; without either, lines and sentences "Staffing: Good" | the page (a warning where they differ); the score is checked against the sum |
//! | `key_questions` | rows and lines of a question and a percentage, behind "Key question:" or without it, several in one paragraph too; figures below a head that says they are percentages; without such, subjects alone: columns of a table, or "Engagement: yes in 79 per cent" below a case standard | the standard of the section; else the one that the question names |
//! | `recommendations` | the section of that name, or of any other where soon someone known "should", "must", "is asked to" do what is listed, or where labels or a table's head say so: "… should:", "For …:" and the items below, letters and points being parts of them; rows by number, text and addressee; paragraphs that begin "Ensure …" for someone named; "Recommendation 1: … should …", which may stand anywhere; across pages; a section whose number falls behind the list's ends it | numbers as printed, but a list of nothing but "1." counts on; the addressee of the line or heading above over the one in the sentence, which the text then leaves out |
//! | `previous_recommendations` | the table of progress, under its heading or known by its own columns, across pages; lines with the same labels, or one paragraph with all of them; a category and "yes" or "no" behind the recommendation; headings that are recommendations, or categories of the list below | its own columns, by the names of its header, else in the usual order |
//! | `sections` | marked headings, recurring headings, names of the contents list; "Practice example:"; in bare text short lines above a paragraph | a recurring heading's level over the marked one; sentences, quotations and questions with their answers are none |
//! | passages | every block of text, by form; a sentence in quotation marks is a quotation, "Good practice example: …" has a path of its own; rows whose cells bars part, among others like them; what begins like navigation ("Share …") in lists and sentences of the text, too | polarity only below "Strengths" and "Areas for improvement" |
//! | measures | "37 out of 52", "40/75", "37 cases (out of 52)", "of the 52 cases, 37", "one in four", "83 per cent", in figures or words; "all but two of 14" is 12 of them, "not one of the 12" none | a count and a share of one thing are one; scores, dates and more than a hundred per cent are none |

mod begins;
mod blocks;
mod boilerplate;
mod checks;
mod classify;
mod contents;
mod dates;
mod evidence;
mod fieldwork;
mod headings;
mod key_questions;
mod masthead;
mod measures;
mod outline;
mod passages;
mod people;
mod progress;
mod published;
mod publisher;
mod rating_words;
mod ratings_page;
mod read;
mod recommendations;
mod running;
mod signs;
mod text;
mod title;
mod units;

pub use read::read;

/// The version of the reading rules. Documents read by an older version are read again.
pub const RULES_VERSION: u32 = 8;
