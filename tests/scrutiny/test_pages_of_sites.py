"""Pages of sites as bytes: what is told of them, and what is refused. Each is drawn here."""

# ruff: noqa: E501 - pages stand as they come, in long lines

from __future__ import annotations

import datetime as dt

import pytest

from scrutiny.sources.pages import cmis, documents, feed, moderngov_pages, moderngov_service, ofsted
from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import PageError, read_xml, whole, words
from scrutiny.sources.pages.moderngov_service import Committee, Document

SITE = "https://democracy.anyshire.example/"
COMMITTEES = b"""<?xml version="1.0" encoding="utf-8"?>
<committees><committeescount>3</committeescount>
<committee><committeeid>12 </committeeid><committeetitle>Children&amp;amp;#39;s Select  Committee</committeetitle>
<committeedeleted>False</committeedeleted><committeeexpired>True</committeeexpired></committee>
<committee><committeeid>13</committeeid><committeetitle>Gone</committeetitle><committeedeleted>True</committeedeleted>
</committee></committees>"""
MEETINGS = b"""<getmeetings><committeeid>12</committeeid><meetingscount>3</meetingscount>
<meeting><meetingid>  501  </meetingid><meetingdate>05/03/2024</meetingdate><meetingstatus>Agenda published
</meetingstatus></meeting>
<meeting><meetingid>502</meetingid><meetingdate>06/03/2024</meetingdate><meetingstatus>Cancelled</meetingstatus>
</meeting></getmeetings>"""
MEETING = b"""<meeting><meetingid>501</meetingid><agendaitems>
<agendaitem><agendaitemtitle>Plan</agendaitemtitle><isrestricted>False</isrestricted>
<minutesnonemptyhtmlbody>&lt;p&gt;Noted.&lt;/p&gt;</minutesnonemptyhtmlbody><linkeddocuments>
<linkeddoc><attachmentid>7</attachmentid><title>Action plan &amp;amp;amp; tracker</title>
<url>http://democracy.anyshire.example/documents/s7/Action plan.pdf</url><isrestricted>False</isrestricted></linkeddoc>
<linkeddoc><title>again</title><url>/documents/s7/Action plan.pdf</url></linkeddoc>
<linkeddoc><title></title><ownertitle>By its item</ownertitle><url>mgConvert2PDF.aspx?ID=8</url></linkeddoc>
<linkeddoc><title>Map</title><url>mgConvert2PDF.aspx?ID=11&amp;amp;copy=1&amp;f=a  b</url></linkeddoc>
<linkeddoc><title>Secret</title><url>/documents/s9/x.pdf</url><isrestricted>True</isrestricted></linkeddoc>
</linkeddocuments></agendaitem>
<agendaitem><isrestricted>True</isrestricted><linkeddocuments>
<linkeddoc><title>Secret by its item</title><url>/documents/s10/x.pdf</url></linkeddoc></linkeddocuments></agendaitem>
</agendaitems></meeting>"""
OFF = (
    b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>The service is not available</body></html>"
)


def test_committees_of_the_service() -> None:
    """Titles are escaped three times and numbers padded; one that has expired has had papers."""
    assert moderngov_service.committees(COMMITTEES) == [Committee("12", "Children's Select Committee")]


def test_meetings_of_the_service() -> None:
    (meeting,) = moderngov_service.meetings(MEETINGS)
    assert (meeting.number, meeting.date) == ("501", dt.date(2024, 3, 5))


def test_papers_of_the_service() -> None:
    found = moderngov_service.papers(MEETING, SITE)
    assert found.has_minutes
    assert found.documents == (
        Document(f"{SITE}documents/s7/Action%20plan.pdf", "Action plan & tracker"),
        Document(f"{SITE}mgConvert2PDF.aspx?ID=8", "By its item"),
        Document(f"{SITE}mgConvert2PDF.aspx?ID=11&copy=1&f=a%20%20b", "Map"),
    )


@pytest.mark.parametrize(
    ("body", "words_told"),
    [
        (OFF, "web page"),
        (b"\r\n  <html><body>Sign in</body></html>", "web page"),
        (COMMITTEES[:-40], "not whole"),
        (b"", "not whole"),
        (b"<error>no</error>", "no list of"),
    ],
)
def test_what_is_no_answer_of_the_service(body: bytes, words_told: str) -> None:
    with pytest.raises(PageError, match=words_told):
        moderngov_service.committees(body)


@pytest.mark.parametrize(
    "read", [moderngov_service.meetings, lambda body: moderngov_service.papers(body, SITE)]
)
def test_other_xml_is_no_meeting(read: object) -> None:
    with pytest.raises(PageError):
        read(b"<error>no</error>")  # type: ignore[operator]


def test_an_empty_list_is_one() -> None:
    assert (
        moderngov_service.committees(b"<committees><committeescount>0</committeescount></committees>") == []
    )
    assert moderngov_service.meetings(b"<getmeetings><meetingscount>0</meetingscount></getmeetings>") == []


def test_entities_are_not_followed() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "cc">]><a>&b;&c;x</a>'
    assert "root" not in words(read_xml(bomb))


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert words(read_xml(b"<a>Plan\x0b for&#x1F; children&#38;young</a>")) == "Plan for children&young"


def test_committees_of_pages() -> None:
    page = b"""<ul class="mgBulletList"><li><a href="mgCommitteeDetails.aspx?ID=12">Children's Select Committee</a></li>
    <li><a href="ieListMeetings.aspx?CommitteeId=14">Cabinet</a></li><li><a href="mgMemberIndex.aspx?ID=9">Members</a>
    <a href="mgCommitteeDetails.aspx?ID=12">again</a></li></ul>"""
    found = moderngov_pages.committees(page, SITE)
    assert found == [Committee("12", "Children's Select Committee"), Committee("14", "Cabinet")]


def test_lists_of_meetings_of_pages() -> None:
    page = b"""<a href="ieListMeetings.aspx?CommitteeId=12">Browse</a> <a href="ieListMeetings.aspx?CId=12&amp;Year=2019">x</a>
    <a href="ieListMeetings.aspx?CId=13">another's</a>"""
    first, older = moderngov_pages.meeting_lists(page, SITE, "12")
    assert first == f"{SITE}ieListMeetings.aspx?CommitteeId=12"
    assert (moderngov_pages.year_of(first), moderngov_pages.year_of(older)) == (None, 2019)


def test_meetings_of_pages() -> None:
    page = b"""<ul class="mgBulletList"><li><a href="ieListDocuments.aspx?CId=12&amp;MId=501&amp;Ver=4">5 Mar 2024 10.30 am</a></li>
    <li><a href="ieListDocuments.aspx?CId=12&amp;MId=502&amp;Ver=4">6 Mar 2024 10.30 am</a> CANCELLED</li></ul>"""
    (meeting,) = moderngov_pages.meetings(page, SITE)
    assert (meeting.number, meeting.date) == ("501", dt.date(2024, 3, 5))
    assert meeting.page == f"{SITE}ieListDocuments.aspx?CId=12&MId=501&Ver=4"


def test_papers_of_pages() -> None:
    page = b"""<ul class="mgActionList"><li><a href="documents/g501/Agenda frontsheet.pdf?T=0">Agenda frontsheet <span>PDF 90 KB</span></a>
    <li><a href="documents/g501/Public reports pack.pdf?T=10">Agenda reports pack PDF 2 MB</a>
    <li><a href="documents/g501/Printed minutes.pdf?T=1">Printed minutes PDF 154 KB</a></ul>
    <table class="mgItemTable"><tr><td class="mgItemNumberCell">4.</td><td><p class="mgAiTitleTxt">Plan</p>
    <a href="documents/s7/Action plan.pdf">Action plan PDF 1,154 KB</a> <a href="documents/s8/x.pdf">Secret (Exempt)</a>
    <a href="mgLocationDetails.aspx?R=1">Where</a></td></tr></table>"""
    found = moderngov_pages.papers(page, SITE)
    assert [each.title for each in found] == [
        "Agenda frontsheet",
        "Agenda reports pack",
        "Printed minutes",
        "Action plan",
    ]
    told = [moderngov_pages.is_whole(each.address, each.title) for each in found]
    assert told == ["front", "pack", "minutes", ""]
    assert found[3].address == f"{SITE}documents/s7/Action%20plan.pdf"


def test_providers_of_ofsted() -> None:
    page = b"""<ul><li class="search-result"><h3><a href="/provider/44/80563">Anyshire Council</a></h3></li>
    <li><a href="/provider/44/80563"></a><a href="/search?q=&amp;start=10">Next</a></li></ul>"""
    (found,) = ofsted.providers(page, "https://reports.ofsted.example/search?start=0")
    assert (found.number, found.name) == ("80563", "Anyshire Council")
    assert found.address == "https://reports.ofsted.example/provider/44/80563"


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Children's services inspection, PDF - 24 March 2023", "Children's services inspection"),
        ("Children's services inspection,  PDF - 24 March 2023", "Children's services inspection"),
        ("Children's services inspection as PDF - 24 March 2023", "Children's services inspection"),
        ("Children's services inspection - pdf - 24 March 2023", "Children's services inspection"),
        ("Area SEND full inspection: PDF, 24 March 2023", "Area SEND full inspection"),
        ("6 June 2022 Children's services inspection, pdf - 24 March 2023", "Children's services inspection"),
    ],
)
def test_reports_of_ofsted(told: str, title: str) -> None:
    page = f"""<a class="publication-link" href="https://files.ofsted.example/v1/file/50214110">
    <span class="nonvisual">{told}</span></a> <a href="https://files.ofsted.example/v1/file/2">other</a>"""
    (found,) = ofsted.publications(page.encode(), "https://reports.ofsted.example/provider/44/80563")
    assert (found.title, found.published) == (title, dt.date(2023, 3, 24))


def test_pages_of_cmis() -> None:
    base = "https://cmis.anyshire.example/cmis/Meetings.aspx"
    first = b'<input name="dnn$ctr397$MeetingCalendarPublicList$x">'
    assert cmis.module(first) == "397"
    assert cmis.module(OFF) is None
    listed = b"""<table><tr class="rgRow"><td><a href="/cmis/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/15218/Committee/9/SelectedTab/Documents/Default.aspx">
    8 Jun 2026 10:00 - Children's Scrutiny</a></td><td>Hall</td></tr></table>"""
    address = cmis.months_address(listed, base)
    assert address == (
        "https://cmis.anyshire.example/cmis/Meetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397"
        "/Date/{date}/Default.aspx"
    )
    assert cmis.months_address(OFF, base) is None
    (one,) = cmis.listed(listed, base)
    month = b"""<table><tr><td>Monday, 8 June</td><td><a href="/cmis/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/15218/Committee/9/SelectedTab/Documents/Default.aspx">
    10:00 Children's Scrutiny</a></td></tr><tr><td>Someday</td><td>nothing</td></tr></table>"""
    (other,) = cmis.month(month, base, dt.date(2026, 6, 1))
    assert one == other
    assert (one.number, one.committee, one.date) == ("15218", "Children's Scrutiny", dt.date(2026, 6, 8))
    papers = b'<li class="DocumentListItem"><a class="TitleLink" href="/cmis/Document.ashx?czJ=K%2b">Action plan</a></li>'
    assert cmis.papers(papers, base) == [
        Document("https://cmis.anyshire.example/cmis/Document.ashx?czJ=K%2b", "Action plan")
    ]


def test_a_feed_of_rss_and_one_of_atom() -> None:
    rss = b"""<rss version="2.0"><channel><title>News</title><item><title>Action plan</title><link>https://a.example/plan</link>
    <pubDate>Tue, 05 Mar 2024 09:00:00 GMT</pubDate><enclosure url="/plan.pdf" type="application/pdf"/></item></channel></rss>"""
    (item,) = feed.entries(rss, "https://a.example/feed.xml")
    assert (item.address, item.pdf) == ("https://a.example/plan.pdf", True)
    assert (item.title, item.published) == ("Action plan", dt.date(2024, 3, 5))
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Report</title><link rel="self" href="/feed/1"/>
    <link href="/report"/><updated>2024-03-05T09:00:00Z</updated></entry><entry><title>without a link</title></entry></feed>"""
    (entry,) = feed.entries(atom, "https://a.example/feed.xml")
    assert (entry.address, entry.pdf, entry.published) == (
        "https://a.example/report",
        False,
        dt.date(2024, 3, 5),
    )
    with pytest.raises(PageError):
        feed.entries(b"<urlset/>", "https://a.example/")


def test_a_page_of_links() -> None:
    page = b"""<p><a href="a/plan.pdf">Action plan (PDF, 154KB)</a></p><li>Annual report <a href="/r.pdf">Download PDF</a></li>
    <a href="/media/1">Improvement plan [PDF]</a><a href="/about">About</a><a href="mailto:a@b.example">Ask</a>"""
    found = documents.papers(page, "https://a.example/b/reports.html")
    assert [(each.address, each.title) for each in found] == [
        ("https://a.example/b/a/plan.pdf", "Action plan"),
        ("https://a.example/r.pdf", "Annual report"),
        ("https://a.example/media/1", "Improvement plan"),
    ]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("documents/s1/A b.pdf", f"{SITE}documents/s1/A%20b.pdf"),
        ("documents/s1/A  b\n.pdf", f"{SITE}documents/s1/A%20%20b.pdf"),
        ("documents/s1/A%20b.pdf#page=2", f"{SITE}documents/s1/A%20b.pdf"),
        ("http://democracy.anyshire.example/x", f"{SITE}x"),
        ("http://other.example/x", "http://other.example/x"),
        ("/(S(czobl0450xbqi155ede3ifez))/x.aspx?ID=1", f"{SITE}x.aspx?ID=1"),
        ("../../x", f"{SITE}x"),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("https://[broken/x", None),
    ],
)
def test_addresses(href: str, address: str | None) -> None:
    assert whole(SITE, href) == address


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("Tuesday, 5th March, 2024 10.30 am", dt.date(2024, 3, 5)),
        ("05-Mar-2024", dt.date(2024, 3, 5)),
        ("March 5, 2024", dt.date(2024, 3, 5)),
        ("05/03/2024 10:30:00", dt.date(2024, 3, 5)),
        ("2024-03-05T10:30", dt.date(2024, 3, 5)),
        ("Item 12 Wards 2024", None),
        ("31 February 2024", None),
        ("Maying 2024", None),
    ],
)
def test_dates_of_sites(told: str, date: dt.date | None) -> None:
    assert first_date(told) == date


def test_a_paper_is_restricted_if_one_of_two_that_name_it_is() -> None:
    made = (
        "<linkeddoc><title>A</title><url>documents/s1/x.pdf</url><isrestricted>{}</isrestricted></linkeddoc>"
    )
    body = f"<meeting><meetingid>1</meetingid>{made.format('False')}{made.format('True')}</meeting>"
    assert moderngov_service.papers(body.encode(), SITE).documents == ()
    page = """<li><a href="documents/s1/x.pdf">Report</a></li>
        <li><a href="documents/s1/x.pdf">Report (exempt)</a></li>"""
    assert moderngov_pages.papers(page.encode(), SITE) == []


@pytest.mark.parametrize(
    ("after", "restricted"),
    [
        (" Restricted enclosure", True),
        (" <b>(exempt)</b>", True),
        (' <a href="why.aspx">View the reasons why document 5/2 is restricted</a>', True),
        (' <a href="documents/s2/x.pdf">Restricted byways report</a>', False),
        (" is not restricted to members", False),
    ],
)
def test_what_follows_a_link_can_say_that_it_is_restricted(after: str, restricted: bool) -> None:
    page = f'<li><a href="documents/s1/x.pdf">Report PDF 1 KB</a>{after}</li>'
    found = moderngov_pages.papers(page.encode(), SITE)
    assert any("s1" in document.address for document in found) is not restricted


def test_a_link_to_download_is_named_by_what_stands_beside_it() -> None:
    page = '<li>Report of the panel: <a href="get?id=4">Download PDF</a></li>'
    assert [document.title for document in documents.papers(page.encode(), SITE)] == ["Report of the panel"]
