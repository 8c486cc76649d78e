namespace Gateway.Tests.Fast.Edifact;

/// <summary>A fault: how a clean message is changed, and what must be told.</summary>
/// <param name="Code">Code of the finding.</param>
/// <param name="Control">Value of data element 0085; 0 for none.</param>
/// <param name="What">Text of the clean interchange.</param>
/// <param name="With">What it becomes.</param>
/// <param name="At">Bytes of the finding, and tag, segment, element, component and repetition.</param>
/// <param name="Sentence">The sentence.</param>
/// <param name="Also">Codes of findings that must come with it.</param>
internal sealed record FaultRow(string Code, int Control, string What, string With, string At, string Sentence, string Also = "")
{
    public string Name => $"{Code} {What} -> {With}";

    /// <summary>The faulty interchange; several changes are parted by a broken bar. UNT counts what is there.</summary>
    public string Text(string body)
    {
        var changes = What.Split('\u00A6').Zip(With.Split('\u00A6')).ToList();
        var inBody = changes.Where(c => body.Contains(c.First, StringComparison.Ordinal)).ToList();
        foreach (var (what, with) in inBody) body = body.Replace(what, with);
        var text = FaultCatalogue.Message(body);
        foreach (var (what, with) in changes.Except(inBody)) text = text.Replace(what, with);
        return text;
    }
}

/// <summary>The faults.</summary>
internal static class FaultCatalogue
{
    private const string Ung = "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'";

    public static string Message(string body) => HandMade.Message(body);

    public static readonly FaultRow[] Rows =
    [
        new("EDI-0001", 18, "UN", "XN",
            "XNA:+.? 'XNB+XNOC:3+SENDER+RECIPIENT+260101:1200+REF1'XNH+M1+CUS|.0.0.0.0",
            "This is not an EDIFACT interchange: no UNA or UNB was found."),
        new("EDI-0002", 33, "UNA:", "Dear Sirs, UNA:",
            "Dear Sirs, |.0.0.0.0", "11 bytes stand before the interchange: it is text."),
        new("EDI-0003", 21, "UNA:", "\u00EF\u00BB\u00BFUNA:",
            "\u00EF\u00BB\u00BF|.0.0.0.0", "The file begins with a byte order mark (3 bytes), which EDIFACT does not know."),
        new("EDI-0004", 20, "UNA:+", "UNA++",
            "UNA++.? '|.0.0.0.0", "UNA names service characters that cannot be used: UNA++.? '."),
        new("EDI-0005", 13, "UNZ+1+REF1'", "UNZ+1+REF1",
            "UNZ+1+REF1|UNZ.0.0.0.0", "The last segment UNZ has no terminator."),
        new("EDI-0007", 12, "DTM+", "dtm+",
            "dtm|.3.0.0.0", "\"dtm\" is not a segment tag."),
        new("EDI-0008", 33, "UNH+M1+", "XXX+1'UNH+M1+",
            "XXX+1|XXX.0.0.0.0", "Segment XXX stands outside of a message."),
        new("EDI-0009", 33, "UNA:+.? 'UNB+UNOC:3+SENDER+RECIPIENT+260101:1200+REF1'", "",
            "UNH+M1+CUSCAR:D:95B:UN|UNH.1.0.0.0", "The message stands outside of an interchange: there is no UNB before it.", "0008"),
        new("EDI-0010", 13, "UNZ+1+REF1'", "",
            "|.0.0.0.0", "The interchange REF1 has no end (UNZ)."),
        new("EDI-0011", 13, "UNT+10+M1'", "",
            "|UNZ.10.0.0.0", "The message M1 has no end (UNT) before UNZ."),
        new("EDI-0012", 13, "UNH+M1", Ung + "UNH+M1",
            "|UNE.0.0.0.0", "The functional group G1 has no end (UNE) before UNZ."),
        new("EDI-0013", 29, "UNT+10", "UNT+11",
            "11|UNT.10.2.0.0", "UNT says 11 segments; the message has 10."),
        new("EDI-0014", 28, "+M1'UNZ", "+M2'UNZ",
            "M2|UNT.10.3.0.0", "UNT has the reference \"M2\", UNH has \"M1\"."),
        new("EDI-0015", 29, "UNH+M1\u00A6UNZ+1", Ung + "UNH+M1\u00A6UNE+2+G1'UNZ+1",
            "2|UNE.0.2.0.0", "UNE says 2 messages; the functional group has 1."),
        new("EDI-0016", 28, "UNH+M1\u00A6UNZ+1", Ung + "UNH+M1\u00A6UNE+1+G2'UNZ+1",
            "G2|UNE.0.3.0.0", "UNE has the reference \"G2\", UNG has \"G1\"."),
        new("EDI-0017", 29, "UNZ+1", "UNZ+2",
            "2|UNZ.0.2.0.0", "UNZ says 2; the interchange has 1 message."),
        new("EDI-0018", 28, "UNZ+1+REF1", "UNZ+1+REF2",
            "REF2|UNZ.0.3.0.0", "UNZ has the reference \"REF2\", UNB has \"REF1\"."),
        new("EDI-0019", 26, "UNZ+1", "UNH+M1+CUSCAR:D:95B:UN'BGM+85'UNT+3+M1'UNZ+2",
            "M1|UNH.1.2.0.0", "The message reference \"M1\" was used before in this interchange."),
        new("EDI-0020", 30, "UNH+M1\u00A6UNZ+1", Ung + "UNH+M1\u00A6UNE+1+G1'UNH+M2+CUSCAR:D:95B:UN'BGM+85'UNT+3+M2'UNZ+1",
            "UNH+M2+CUSCAR:D:95B:UN|UNH.1.0.0.0", "Functional groups and messages outside of groups are mixed."),
        new("EDI-0021", 32, "UNH+M1\u00A6UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G0+UN+D:95B'UNE+0+G0'" + Ung + "UNH+M1\u00A6UNE+1+G1'UNZ+2",
            "UNE+0+G0|UNE.0.0.0.0", "The functional group G0 has no message."),
        new("EDI-0022", 31, "UNH+M1\u00A6UNZ+1", Ung + "UNH+M1\u00A6UNH+M2+APERAK:D:96A:UN'BGM+313'UNT+3+M2'UNE+2+G1'UNZ+1",
            "UNH+M2+APERAK:D:96A:UN|UNH.1.0.0.0", "The functional group of CUSCAR has a message of type APERAK."),
        new("EDI-0023", 13, "SENDER", "",
            "|UNB.0.3.0.0", "UNB lacks the mandatory S002 (Interchange sender)."),
        new("EDI-0024", 2, "UNOC:3", "UNOC:7",
            "UNB+UNOC:7+SENDER+RECIPIENT+260101:1200+REF1|UNB.0.0.0.0", "Syntax version \"7\" in UNB is not supported."),
        new("EDI-0025", 2, "UNOC:3", "XXXA:3",
            "UNB+XXXA:3+SENDER+RECIPIENT+260101:1200+REF1|UNB.0.0.0.0",
            "The syntax identifier \"XXXA\" in UNB is not one of ISO 9735; the text is read as UNOC."),
        new("EDI-0026", 21, "DTM+", "  DTM+",
            "DTM|DTM.3.0.0.0", "Blanks, tabs or filling bytes stand before the segment DTM."),
        new("EDI-0102", 34, "CNI+1", "CNI:A+1",
            "CNI:A|CNI.6.0.0.0", "The segment CNI has a nesting indicator, which is not allowed here."),
        new("EDI-0035", 22, "UNZ+1", "UNZ*1",
            "*|.0.0.0.0", "UNZ is followed by \"*\", which is not the separator in force: \"+\".", "0010"),
        new("EDI-0036", 25, "+REF1'UNH", "+REF1++++++3'UNH",
            "3|UNB.0.12.0.0", "The test indicator \"3\" in UNB is not supported."),
        new("EDI-0037", 27, "BGM+", "USH+1'BGM+",
            "USH+1|USH.2.0.0.0", "The security segment USH is kept, but what it secures is not verified."),
        new("EDI-0040", 21, "UNOC:3\u00A6MAN1", "UNOA:3\u00A6man1",
            "m|BGM.2.3.0.0", "Byte 0x6D at this place does not belong to UNOA; in UNOB it would be m."),
        new("EDI-0041", 21, "MAN1", "MA\u0001N1",
            "\u0001|BGM.2.3.0.0", "A control character (byte 0x01) stands in the data."),
        new("EDI-0042", 21, "UNOC:3\u00A6260101:1200+REF1\u00A6MAN1", "UNOW:4\u00A620260101:1200+REF1\u00A6M\u00FFN1",
            "\u00FF|BGM.2.3.0.0", "The bytes are not valid UTF-8, which UNOW in UNB promises (byte 0xFF); in UNOC it would be \u00FF."),
        new("EDI-0043", 21, "MAN1", "MA\nN1",
            "\n|BGM.2.3.0.0", "A line break or tab stands inside a data element."),
        new("EDI-0050", 15, "CNI+1", "LIN+1'CNI+1",
            "LIN+1|LIN.6.0.0.0", "The segment LIN does not occur in CUSCAR D.95B."),
        new("EDI-0051", 15, "KGM:12.5'", "KGM:12.5'BGM+85'",
            "BGM+85|BGM.10.0.0.0", "The segment BGM may not stand here; it belongs after UNH."),
        new("EDI-0052", 13, "BGM+85+MAN1+9'", "",
            "DTM|DTM.2.0.0.0", "The mandatory segment BGM is missing: it belongs after UNH (segment 1), and DTM stands there."),
        new("EDI-0053", 13, "GID+1+5:PK'MEA+WT+G+KGM:12.5'", "CNI+2'RFF+BM:2'GID+1'",
            "CNI|CNI.8.0.0.0", "The mandatory group of GID is missing: it belongs after RFF (segment 7), and CNI stands there."),
        new("EDI-0054", 35, "DTM+137:20260101:102'", Times(10, "DTM+137:20260101:102'"),
            "DTM+137:20260101:102|DTM.12.0.0.0", "The segment DTM stands more often here than the 9 times that are allowed."),
        new("EDI-0055", 36, "LOC+9+DEHAM'", "LOC+9+DEHAM'" + Times(9, "TDT+20'"),
            "TDT+20|TDT.14.0.0.0", "The group of TDT is repeated more often here than the 9 times that are allowed."),
        new("EDI-0056", 15, "MEA+WT", "MAE+WT",
            "MAE+WT+G+KGM:12.5|MAE.9.0.0.0", "MAE is no segment of CUSCAR D.95B nor of any message the gateway knows."),
        new("EDI-0057", 15, "BGM+85+MAN1+9'DTM+137:20260101:102'", "DTM+137:20260101:102'BGM+85+MAN1+9'",
            "BGM+85+MAN1+9|BGM.3.0.0.0", "The segment BGM stands too late: it belongs after UNH (segment 1)."),
        new("EDI-0060", 13, "LOC+9+DEHAM", "LOC++DEHAM",
            "|LOC.5.2.0.0", "LOC lacks the mandatory data element 3227 (Location function code qualifier)."),
        new("EDI-0061", 13, "BM:BL1", ":BL1",
            "|RFF.7.2.1.0", "RFF lacks the mandatory component 1153 (Reference code qualifier)."),
        new("EDI-0062", 16, "CNI+1'", "CNI+1++1+5'",
            "5|CNI.6.5.0.0", "CNI has 4 data elements; the directory has 3."),
        new("EDI-0063", 16, "BM:BL1", "BM:BL1:1:2:3:4",
            "3:4|RFF.7.2.5.0", "The data element C506 (Reference) has 6 components; the directory has 4."),
        new("EDI-0064", 16, "UNA:+.? '\u00A6UNOC:3\u00A6260101:1200+REF1\u00A6MAN1",
            "UNA:+.?*'\u00A6UNOC:4\u00A620260101:1200+REF1\u00A6A*B",
            "A*B|BGM.2.3.0.0", "The data element 1004 (Document identifier) is repeated 2 times; 1 are allowed."),
        new("EDI-0065", 39, "5:PK", "5:PPPPPPPPPPPPPPPPPPPP",
            "PPPPPPPPPPPPPPPPPPPP|GID.8.3.2.0", "7065 (Package type description code) has 20 characters; at most 17 are allowed."),
        new("EDI-0066", 40, "260101:1200", "260101:120",
            "120|UNB.0.5.2.0", "0019 (Time) has 3 characters; 4 are needed."),
        new("EDI-0067", 37, "+5:PK", "+5X:PK",
            "5X|GID.8.3.1.0", "7224 (Package quantity) must be a number, \"5X\" is none."),
        new("EDI-0068", 19, "12.5", "12,5",
            "12,5|MEA.9.4.2.0", "\"12,5\" in 6314 (Measure) has not the decimal mark that UNA names."),
        new("EDI-0069", 38, "12.5", ".5",
            ".5|MEA.9.4.2.0", "\".5\" in 6314 (Measure) lacks a digit before or after the decimal mark."),
        new("EDI-0070", 37, "+REF1'UNH", "+REF1+++1'UNH",
            "1|UNB.0.9.0.0", "0029 (Processing priority code) must have letters only, \"1\" has others."),
        new("EDI-0071", 19, "12.5", "1.2.5",
            "1.2.5|MEA.9.4.2.0", "\"1.2.5\" in 6314 (Measure) has more than one decimal mark."),
        new("EDI-0072", 12, "20260101:102", "20260230:102",
            "20260230|DTM.3.2.2.0",
            "\"20260230\" in 2380 (Date or time or period text) is not of the format 102 (CCYYMMDD): month 02 has 28 days."),
        new("EDI-0073", 12, "95B:UN'", "95B:UN++1:X'",
            "X|UNH.1.5.2.0", "\"X\" is not a code of 0073."),
        new("EDI-0074", 13, "UNOC:3\u00A6260101:1200+REF1\u00A6UNH+M1\u00A6UNZ+1",
            "UNOC:4\u00A620260101:1200+REF1\u00A6UNG+CUSCAR+A+B+20260101:1200+G1'UNH+M1\u00A6UNE+1+G1'UNZ+1",
            "UNG+CUSCAR+A+B+20260101:1200+G1|UNG.0.0.0.0", "In UNG all or none of 0038, 0051, S008 must be there; there are 1."),
        new("EDI-0080", 0, "CUSCAR:D", "CUSXYZ:D",
            "UNH+M1+CUSXYZ:D:95B:UN|UNH.1.0.0.0", "The gateway has no definition of CUSXYZ D.95B; only the syntax was checked."),
        new("EDI-0081", 0, "D:95B", "D:95A",
            "UNH+M1+CUSCAR:D:95A:UN|UNH.1.0.0.0",
            "The gateway has no confirmed table for CUSCAR D.95A; the message was checked with the one that begins at D.94A.", "0050 0051"),
        new("EDI-0084", 12, "CUSCAR:D:95B", "cuscar:D  :95b",
            "UNH+M1+cuscar:D  :95b:UN|UNH.1.0.0.0", "The message type \"cuscar D  .95b\" in UNH is read as CUSCAR D.95B."),
        new("EDI-0083", 16, "MAN1", Times(4_200, "+"),
            "BGM|BGM.2.0.0.0", "The segment BGM has more than 4096 data elements and components."),
        new("EDI-0100", 29, "UNOC:3\u00A6260101:1200+REF1\u00A6UNZ+1",
            "UNOC:4\u00A620260101:1200+REF1\u00A6UNO+P1+ABC:1+1:T+9'ABCUNP+9+P1'UNZ+2",
            "UNO+P1+ABC:1+1:T+9|UNO.0.0.0.0", "UNO says that 9 bytes of an object follow; there is no UNP behind them.", "0106"),
        new("EDI-0101", 28, "UNOC:3\u00A6260101:1200+REF1\u00A6UNZ+1",
            "UNOC:4\u00A620260101:1200+REF1\u00A6UNO+P1+ABC:1+1:T+3'ABCUNP+4+P1'UNZ+2",
            "UNP+4+P1|UNP.0.0.0.0", "UNP says \"4\", UNO says \"3\".", "0106"),
        new("EDI-0105", 21, "UNOC:3\u00A6MAN1", "UNOX:3\u00A6\u001B$BF|",
            "\u001B|BGM.2.3.0.0", "The value ends in JIS X 0208 (ESC $ B), and nothing leads back to ISO 646."),
        new("EDI-0106", 0, "UNOC:3\u00A6260101:1200+REF1\u00A6UNZ+1",
            "UNOC:4\u00A620260101:1200+REF1\u00A6UNO+P1+ABC:1+1:T+3'ABCUNP+3+P1'UNZ+2",
            "UNO+P1+ABC:1+1:T+3'ABCUNP+3+P1'|UNO.0.0.0.0",
            "The object \"P1\" of type 1:T (3 bytes) is kept as evidence; the gateway translates no objects."),
        new("EDI-0103", 28, "UNOC:3\u00A6260101:1200+REF1\u00A6BGM+", "UNOC:4\u00A620260101:1200+REF1\u00A6UGH+A'UGT+B'BGM+",
            "UGT+B|UGT.3.0.0.0", "UGT has the identification \"B\", the last open UGH has \"A\"."),
    ];

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
}
