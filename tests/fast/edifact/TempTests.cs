using Gateway.Edifact;
namespace Gateway.Tests.Fast.Edifact;
public sealed class TempTests
{
    [Fact]
    public void Dump()
    {
        var o = new System.Text.StringBuilder();
        foreach (var row in FaultCatalogue.Rows)
        {
            var text = row.Text("BGM+85+MAN1+9'DTM+137:20260101:102'TDT+20+450N+1'LOC+9+DEHAM'CNI+1'RFF+BM:BL1'GID+1+5:PK'MEA+WT+G+KGM:12.5'");
            var all = HandMade.Read(HandMade.Bytes(text), EdifactDirectory.BuiltIn.Find).Findings.All;
            var f = all.FirstOrDefault(x => x.Code.Id == row.Code);
            if (f is null) { o.AppendLine($"!!! {row.Code} not told: {string.Join(" ; ", all.Select(x => x.Code.Id + " " + x.Sentence))}"); continue; }
            var p = f.Place;
            var bytes = text.Substring((int)f.Span.Start, f.Span.Length);
            var also = string.Join(' ', all.Where(x => x != f).Select(x => x.Code.Id[4..]));
            var at = $"{bytes}|{p.Tag}.{p.Segment}.{p.Element}.{p.Component}.{p.Repetition}";
            if (at != row.At || f.Sentence != row.Sentence || also != row.Also || f.Code.ControlCode != row.Control) o.AppendLine($"{row.Code}\t{f.Code.ControlCode}\t{at}\t{f.Sentence}\t{also}");
        }
        File.WriteAllText("/tmp/actual.txt", o.ToString());
    }
}
