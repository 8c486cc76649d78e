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
    public static string Message(string body) => HandMade.Message(body);

    public static readonly FaultRow[] Rows =
    [
        new("EDI-0001", 18, "UN", "XN", "", ""),
        new("EDI-0002", 33, "UNA:", "Dear Sirs, UNA:", "", ""),
        new("EDI-0003", 21, "UNA:", "\u00EF\u00BB\u00BFUNA:", "", ""),
        new("EDI-0004", 20, "UNA:+", "UNA++", "", ""),
        new("EDI-0005", 13, "UNZ+1+REF1'", "UNZ+1+REF1", "", ""),
        new("EDI-0007", 12, "DTM+", "dtm+", "", ""),
        new("EDI-0008", 33, "UNH+M1+", "XXX+1'UNH+M1+", "", ""),
        new("EDI-0009", 33, "UNA:+.? 'UNB+UNOC:3+SENDER+RECIPIENT+260101:1200+REF1'", "", "", ""),
        new("EDI-0010", 13, "UNZ+1+REF1'", "", "", ""),
        new("EDI-0011", 13, "UNT+10+M1'", "", "", ""),
        new("EDI-0012", 13, "UNH+M1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1", "", ""),
        new("EDI-0013", 29, "UNT+10", "UNT+11", "", ""),
        new("EDI-0014", 28, "+M1'UNZ", "+M2'UNZ", "", ""),
        new("EDI-0015", 29, "UNH+M1¦UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1¦UNE+2+G1'UNZ+1", "", ""),
        new("EDI-0016", 28, "UNH+M1¦UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1¦UNE+1+G2'UNZ+1", "", ""),
        new("EDI-0017", 29, "UNZ+1", "UNZ+2", "", ""),
        new("EDI-0018", 28, "UNZ+1+REF1", "UNZ+1+REF2", "", ""),
        new("EDI-0019", 26, "UNZ+1", "UNH+M1+CUSCAR:D:95B:UN'BGM+85'UNT+3+M1'UNZ+2", "", ""),
        new("EDI-0020", 30, "UNH+M1¦UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1¦UNE+1+G1'UNH+M2+CUSCAR:D:95B:UN'BGM+85'UNT+3+M2'UNZ+1", "", ""),
        new("EDI-0021", 32, "UNH+M1¦UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G0+UN+D:95B'UNE+0+G0'UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1¦UNE+1+G1'UNZ+2", "", ""),
        new("EDI-0022", 31, "UNH+M1¦UNZ+1", "UNG+CUSCAR+A+B+260101:1200+G1+UN+D:95B'UNH+M1¦UNH+M2+APERAK:D:96A:UN'BGM+313'UNT+3+M2'UNE+2+G1'UNZ+1", "", ""),
        new("EDI-0023", 13, "SENDER", "", "", ""),
        new("EDI-0024", 2, "UNOC:3", "UNOC:7", "", ""),
        new("EDI-0025", 2, "UNOC:3", "XXXA:3", "", ""),
        new("EDI-0026", 21, "DTM+", "  DTM+", "", ""),
        new("EDI-0034", 34, "CNI+1", "CNI:A+1", "", ""),
        new("EDI-0035", 22, "UNZ+1", "UNZ*1", "", ""),
        new("EDI-0036", 25, "+REF1'UNH", "+REF1++++++3'UNH", "", ""),
        new("EDI-0037", 27, "BGM+", "USH+1'BGM+", "", ""),
        new("EDI-0040", 21, "UNOC:3¦MAN1", "UNOA:3¦man1", "", ""),
        new("EDI-0041", 21, "MAN1", "MA\u0001N1", "", ""),
        new("EDI-0042", 21, "UNOC:3¦260101:1200+REF1¦MAN1", "UNOW:4¦20260101:1200+REF1¦M\u00FFN1", "", ""),
        new("EDI-0043", 21, "MAN1", "MA\nN1", "", ""),
        new("EDI-0050", 15, "CNI+1", "LIN+1'CNI+1", "", ""),
        new("EDI-0051", 15, "KGM:12.5'", "KGM:12.5'BGM+85'", "", ""),
        new("EDI-0052", 13, "BGM+85+MAN1+9'", "", "", ""),
        new("EDI-0053", 13, "GID+1+5:PK'MEA+WT+G+KGM:12.5'", "CNI+2'RFF+BM:2'GID+1'", "", ""),
        new("EDI-0054", 35, "DTM+137:20260101:102'", "DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'DTM+137:20260101:102'", "", ""),
        new("EDI-0055", 36, "LOC+9+DEHAM'", "LOC+9+DEHAM'TDT+20'TDT+20'TDT+20'TDT+20'TDT+20'TDT+20'TDT+20'TDT+20'TDT+20'", "", ""),
        new("EDI-0056", 15, "MEA+WT", "MAE+WT", "", ""),
        new("EDI-0057", 15, "BGM+85+MAN1+9'DTM+137:20260101:102'", "DTM+137:20260101:102'BGM+85+MAN1+9'", "", ""),
        new("EDI-0060", 13, "LOC+9+DEHAM", "LOC++DEHAM", "", ""),
        new("EDI-0061", 13, "BM:BL1", ":BL1", "", ""),
        new("EDI-0062", 16, "CNI+1'", "CNI+1++1+5'", "", ""),
        new("EDI-0063", 16, "BM:BL1", "BM:BL1:1:2:3:4", "", ""),
        new("EDI-0064", 16, "UNA:+.? '¦UNOC:3¦260101:1200+REF1¦MAN1", "UNA:+.?*'¦UNOC:4¦20260101:1200+REF1¦A*B", "", ""),
        new("EDI-0065", 39, "5:PK", "5:PPPPPPPPPPPPPPPPPPPP", "", ""),
        new("EDI-0066", 40, "260101:1200", "260101:120", "", ""),
        new("EDI-0067", 37, "+5:PK", "+5X:PK", "", ""),
        new("EDI-0068", 19, "12.5", "12,5", "", ""),
        new("EDI-0069", 38, "12.5", ".5", "", ""),
        new("EDI-0070", 37, "+REF1'UNH", "+REF1+++1'UNH", "", ""),
        new("EDI-0071", 19, "12.5", "1.2.5", "", ""),
        new("EDI-0072", 12, "20260101:102", "20260230:102", "", ""),
        new("EDI-0073", 12, "95B:UN'", "95B:UN++1:X'", "", ""),
        new("EDI-0074", 13, "UNOC:3¦260101:1200+REF1¦UNH+M1¦UNZ+1", "UNOC:4¦20260101:1200+REF1¦UNG+CUSCAR+A+B+20260101:1200+G1'UNH+M1¦UNE+1+G1'UNZ+1", "", ""),
        new("EDI-0080", 0, "CUSCAR:D", "CUSXYZ:D", "", ""),
        new("EDI-0081", 0, "D:95B", "D:95A", "", ""),
    ];
}
