using System.Globalization;
using System.Text;
using Gateway.Host.Workshop;

namespace Gateway.Tests.Fast;

/// <summary>Workbenches for tests.</summary>
internal static class TestBench
{
    /// <summary>With the mappings of the repository.</summary>
    public static Workbench Own => Workbench.Of(ShippedConfiguration.Revision, [Repository.Root]);

    /// <summary>With the mappings of some folders.</summary>
    public static Workbench Open(params IReadOnlyList<string> folders)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        var bench = Workbench.Open(folders, said);
        Assert.True(bench is not null, said.ToString());
        return bench!;
    }
}

/// <summary>A configuration folder of a test, with the repository's own below; gone when the test ends.</summary>
internal sealed class SiteFolder : IDisposable
{
    /// <summary>A small CUSCAR that the mappings of tests read.</summary>
    public const string Manifest = "UNB+UNOA:2+SENDER:ZZ+CUSTOMS:ZZ+261101:0800+1'UNH+1+CUSCAR:D:96B:UN'BGM+785+R-1+9'"
        + "DTM+137:20261101:102'NAD+MS+LINE::92++HARBOUR LINE'TDT+20+12E++++++9321483:146::EVER SHINE'EQD+CN+HRBU1234567'"
        + "CNI+1'RFF+BM:B-1'LOC+9+CNSHA'GID+1+10:CT'FTX+AAA+++TOYS'GID+2+5:CT'FTX+AAA+++BOOKS'FTX+ACB+++KEEP DRY'"
        + "UNT+15+1'UNZ+1+1'";

    private readonly string root = Directory.CreateTempSubdirectory("gateway-workshop-").FullName;

    public SiteFolder() => Write("mappings/site/.keep", "");

    /// <summary>The folder.</summary>
    public string Root => root;

    /// <summary>The path of a file in it.</summary>
    public string At(string path) => Path.Combine(root, path);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text, new UTF8Encoding(false));
        return At(path);
    }

    /// <summary>Writes the mapping <c>site/small</c>, an overlay of nothing: it reads little, on purpose.</summary>
    public void WriteSmallMapping(string map = SmallMap) => Write("mappings/site/small/mapping.yaml", Head + map);

    /// <summary>A workbench that has this folder alone, so that one mapping fits.</summary>
    public Workbench Open() => TestBench.Open(root);

    public void Dispose() => Directory.Delete(root, true);

    /// <summary>The first lines of the mapping.</summary>
    public const string Head = "mapping: 1\nfrom: edifact CUSCAR D.95B D.96B\nto: wco CargoReport\n";

    /// <summary>The rules of the mapping.</summary>
    public const string SmallMap = """
        map:
          FunctionCode: BGM.1225
          TypeCode: BGM.1001 !
          ID: BGM.1004 !
          IssueDateTime: DTM+137 | date
          ResponseTypeCode: BGM.4343
          Declarant: { at: NAD+DT, ID: .3039, Name: .3036 | join(' ') }
          Consignment:
            each: CNI/RFF[GID]
            SequenceNumeric: index()
            TransportContractDocument: { ID: .1154, TypeCode: =705 }
            ConsignmentItem:
              each: GID
              SequenceNumeric: .1496
              Commodity/CargoDescription: FTX+AAA.4440 | join(' ')
          carry: edifact
        leave:
          EQD: of no interest here

        """;
}
