"""The parts of a document that hold no text of it: settings, fonts, colour theme and properties."""

from __future__ import annotations

from datetime import UTC, datetime

from opsdoc.document.tree import Document
from opsdoc.render.docx.markup import HEADER, attribute, declarations, escape, hex_colour
from opsdoc.theme import Theme

_WORD = "http://schemas.microsoft.com/office/word"
COMPATIBILITY = (
    ("compatibilityMode", "15"),
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
    ("differentiateMultirowTableHeaders", "1"),
    ("useWord2013TrackBottomHyphenation", "0"),
)


def settings_xml(refresh_fields: bool, mirrored: bool = False) -> str:
    """The settings part; only on request does Word ask to bring fields up to date when the file is opened."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>' for name, value in COMPATIBILITY
    )
    colours = "".join(
        f' w:{slot}="{value}"'
        for slot, value in (
            ("bg1", "light1"),
            ("t1", "dark1"),
            ("bg2", "light2"),
            ("t2", "dark2"),
            *((f"accent{n}", f"accent{n}") for n in range(1, 7)),
            ("hyperlink", "hyperlink"),
            ("followedHyperlink", "followedHyperlink"),
        )
    )
    return (
        f'{HEADER}<w:settings {declarations("w")}><w:zoom w:percent="100"/>'
        + ("<w:mirrorMargins/>" if mirrored else "")
        + "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
        '<w:defaultTabStop w:val="420"/>'
        + ("<w:evenAndOddHeaders/>" if mirrored else "")
        + '<w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        + ('<w:updateFields w:val="true"/>' if refresh_fields else "")
        + '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        "<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:useFELayout/>{compat}</w:compat>"
        f'<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/><w:clrSchemeMapping{colours}/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table_xml(theme: Theme) -> str:
    """The font table: every font that the styles name, with its script."""
    faces: dict[str, str] = {}
    other: dict[str, str] = {}
    for _, role in theme.fonts:
        faces.setdefault(role.word.east_asian, "86")
        faces.setdefault(role.word.latin, "00")
        if role.word.alternative:
            other[role.word.east_asian] = f'<w:altName w:val="{attribute(role.word.alternative)}"/>'
    rows = "".join(
        f'<w:font w:name="{attribute(name)}">{other.get(name, "")}<w:charset w:val="{charset}"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, charset in sorted(faces.items())
    )
    return f"{HEADER}<w:fonts {declarations('w')}>{rows}</w:fonts>"


def theme_xml(theme: Theme) -> str:
    """The colour and font theme, so that Word's palettes offer the house colours first."""
    colours = theme.colours
    slots = {
        "dk1": colours.ink,
        "lt1": colours.paper,
        "dk2": colours.primary,
        "lt2": colours.tint,
        **{f"accent{n}": (colours.series * 2)[n - 1] for n in range(1, 7)},
        "hlink": colours.accent,
        "folHlink": colours.muted,
    }
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{hex_colour(colour)}"/></a:{slot}>' for slot, colour in slots.items())

    def face(tag: str, latin: str, han: str) -> str:
        return (
            f'<a:{tag}><a:latin typeface="{attribute(latin)}"/><a:ea typeface="{attribute(han)}"/>'
            f'<a:cs typeface=""/></a:{tag}>'
        )

    display, body = theme.fonts.display.word, theme.fonts.body.word
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEADER}<a:theme {declarations("a")} name="{attribute(theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{attribute(theme.name)}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{attribute(theme.name)}">'
        f"{face('majorFont', display.latin, display.east_asian)}{face('minorFont', body.latin, body.east_asian)}"
        f'</a:fontScheme><a:fmtScheme name="{attribute(theme.name)}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def core_xml(document: Document, epoch: int) -> str:
    """Title, author, language and dates (ECMA-376 part 2, §11)."""
    meta = document.meta
    date = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title = " ".join(part for part in (meta.title, meta.title_translation) if part)
    rows = [
        ("dc:title", title),
        ("dc:subject", meta.kind_label or meta.kind),
        ("dc:creator", meta.author or meta.client),
        ("cp:keywords", "; ".join(meta.keywords)),
        ("dc:description", meta.description),
        ("cp:lastModifiedBy", meta.author or meta.client),
        ("cp:category", meta.kind_label),
        ("cp:contentStatus", meta.status_label or meta.status),
        ("dc:language", "zh-CN" if document.lang == "zh" else "en-GB"),
        ("cp:version", meta.version),
    ]
    texts = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in rows if value)
    dates = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{date}</dcterms:{tag}>' for tag in ("created", "modified")
    )
    return (
        f"{HEADER}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{texts}{dates}</cp:coreProperties>'
    )


def app_xml(document: Document) -> str:
    """The extended properties: the client stands as the company."""
    company = f"<Company>{escape(document.meta.client)}</Company>" if document.meta.client else ""
    return (
        f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>opsdoc</Application>{company}</Properties>"
    )


def custom_xml(document: Document) -> str:
    """The document's number, version, status, classification and languages as properties that fields can show."""
    meta = document.meta
    rows = {
        "Classification": meta.classification,
        "Document languages": document.languages,
        "Document number": meta.number,
        "Document status": meta.status,
        "Document version": meta.version,
        "Document kind": meta.kind,
    }
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(sorted((k, v) for k, v in rows.items() if v), 2)
    )
    return (
        f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    )
