namespace Gateway.Tests.Real.Wco;

/// <summary>What profiles write, judged by an administration's own schemas and a validator that others wrote.</summary>
public sealed class ProfileTests : IDisposable
{
    private static readonly string Administrations = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "wco"));

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-profiles-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Needs("xmllint")]
    public void Declarations_read_and_written_by_the_profile_are_valid()
    {
        var declarations = Declarations.Where((_, i) => i % 10 == 0).ToList();
        var written = declarations.Select((file, i) => Translate(Repository.Root, file, $"{i}.xml")).ToList();
        Assert.All(written, w => Assert.True(w.Exit == 0 && w.Words.Contains("are not installed", StringComparison.Ordinal), w.Words));
        AssertValid(Path.Combine("hmrc-cds", "schemas", "customs", "wrapper_submit.xsd"), [.. written.Select(w => w.File)]);
    }

    [Needs("xmllint")]
    public void Where_the_schemas_are_installed_what_is_written_is_checked()
    {
        var home = HomeWith("hmrc-cds", Path.Combine(Administrations, "hmrc-cds", "schemas"));
        var declaration = Declarations.First(file => Path.GetFileName(file).StartsWith("TT_IM", StringComparison.Ordinal));
        var (file, exit, words) = Translate(home, declaration, "checked.xml");
        Assert.Equal(0, exit);
        Assert.DoesNotContain("are not installed", words, StringComparison.Ordinal);
        AssertValid(Path.Combine("hmrc-cds", "schemas", "customs", "wrapper_submit.xsd"), [file]);

        // Code lists are beyond an outline; the installed schemas know the length of a code.
        var faulty = Path.Combine(folder, "faulty.xml");
        File.WriteAllText(faulty, File.ReadAllText(declaration).Replace("<TypeCode>IM", "<TypeCode>IMPOSSIBLE", StringComparison.Ordinal));
        (_, exit, words) = Translate(home, faulty, "faulty-made.xml");
        Assert.Equal(1, exit);
        Assert.Contains("XSD-0003", words, StringComparison.Ordinal);
    }

    [Needs("xmllint")]
    public void Samples_of_the_profiles_are_valid()
    {
        AssertValid(Path.Combine("brazil-due", "GoodsDeclaration_1p0_DUE.xsd"), Samples("brazil-due"));
        AssertValid(Path.Combine("hmrc-cds", "schemas", "customs", "wrapper_submit.xsd"), Samples("hmrc-cds"));
    }

    private static IEnumerable<string> Declarations
        => Directory.GetFiles(Path.Combine(Administrations, "hmrc-cds", "declarations"), "*.xml").Order(StringComparer.Ordinal);

    private static string[] Samples(string profile)
        => Directory.GetFiles(Path.Combine(Repository.Root, "mappings", "profiles", profile, "samples"), "*.verified.xml");

    private static void AssertValid(string schema, IReadOnlyList<string> files)
    {
        Assert.NotEmpty(files);
        var (_, text) = Programs.Run("xmllint", ["--noout", "--schema", Path.Combine(Administrations, schema), .. files]);
        Assert.All(files, file => Assert.True(text.Contains($"{file} validates", StringComparison.Ordinal), text));
    }

    private (string File, int Exit, string Words) Translate(string home, string source, string name)
    {
        var file = Path.Combine(folder, name);
        // ./run builds the program and serves the repository; the program itself serves any home.
        var program = home == Repository.Root ? $"'{home}/run'"
            : $"'{Repository.Root}/run' --version >&2 && GATEWAY_HOME='{home}' dotnet '{Repository.Root}/.run/app/gateway.dll'";
        var (exit, words) = Programs.Run("bash", ["-c", $"{program} translate '{source}' --profile hmrc-cds > '{file}'"]);
        return (file, exit, words);
    }

    // The product's own data, with the folder of one schema set named as an operator would.
    private string HomeWith(string set, string schemas)
    {
        var home = Path.Combine(folder, "home");
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "schemas"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home, Path.GetRelativePath(Repository.Root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        foreach (var name in new[] { "mappings", "rules" })
        {
            Directory.CreateSymbolicLink(Path.Combine(home, name), Path.Combine(Repository.Root, name));
        }

        var file = Path.Combine(home, "schemas", "xsd", set, "set.yaml");
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, lines.Select(line => line.StartsWith("folder:", StringComparison.Ordinal) ? $"folder: {schemas}" : line));
        return home;
    }
}
