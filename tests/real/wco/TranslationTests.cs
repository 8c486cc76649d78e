namespace Gateway.Tests.Real.Wco;

/// <summary>
/// What the command line makes of every sample and of every CUSCAR of the corpus, judged by validators that others wrote. A
/// document that they refuse must have been named by a finding of the model check: nothing invalid goes unsaid.
/// </summary>
public sealed class TranslationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-translation-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private static string Schema(string name) => Path.Combine(Repository.Root, "schemas", "wco", name);

    private static IEnumerable<string> Samples => Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.edi").Order();

    private static IEnumerable<string> Corpus
    {
        get
        {
            var corpus = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "corpus", "edifact"));
            return Directory.GetFiles(corpus, "*.edi", SearchOption.AllDirectories)
                .Where(file => file.Contains("cuscar", StringComparison.OrdinalIgnoreCase)).Order();
        }
    }

    [Needs("xmllint")]
    public void Xml_of_every_manifest_is_valid_or_the_finding_says_why_not()
        => Judge("wco-xml", "xml", files => Programs.Run("xmllint", ["--noout", "--schema", Schema("gateway-wco-1.xsd"), .. files]).Text,
            (text, file) => text.Contains($"{file} validates", StringComparison.Ordinal));

    [Needs("node")]
    public void Json_of_every_manifest_is_valid_or_the_finding_says_why_not()
        => Judge("wco-json", "json", files => Programs.Run(
                "node", [Path.Combine(Repository.Root, "tests", "real", "tools", "validate.mjs"), Schema("gateway-wco-1.schema.json"), .. files]).Text,
            (text, file) => text.Contains($"{file} valid\n", StringComparison.Ordinal));

    private void Judge(string form, string ending, Func<IReadOnlyList<string>, string> validate, Func<string, string, bool> isValid)
    {
        var made = Samples.Concat(Corpus).Select((source, i) => Translate(source, Path.Combine(folder, $"{i}.{ending}"), form)).ToList();
        var documents = made.Where(m => m.Exit == 0).ToList();
        Assert.True(documents.Count >= 18, $"Only {documents.Count} of {made.Count} manifests were translated.");
        Assert.All(made.Where(m => m.Exit != 0), m => Assert.Contains(" error: ", m.Words, StringComparison.Ordinal));
        var text = validate([.. documents.Select(m => m.Output)]);
        foreach (var (source, output, _, words) in documents.Where(m => !isValid(text, m.Output)))
        {
            Assert.True(words.Contains("WCO-0", StringComparison.Ordinal), $"{source} gave an invalid document without a word:\n"
                + string.Join('\n', text.Split('\n').Where(line => line.Contains(output, StringComparison.Ordinal))));
            Assert.DoesNotContain(source, Samples);
        }
    }

    private static (string Source, string Output, int Exit, string Words) Translate(string source, string output, string form)
    {
        var (exit, words) = Programs.Run("bash", ["-c", $"'{Repository.Root}/run' translate '{source}' --to {form} > '{output}'"]);
        return (source, output, exit, words);
    }
}
