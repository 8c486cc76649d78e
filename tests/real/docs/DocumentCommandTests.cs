using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Real.Docs;

/// <summary>
/// Every command that a document shows is run, and prints what the document says. In a block marked <c>console</c> a line with
/// <c>$ </c> is a command; the lines below it are its output (stdout and stderr), where <c>...</c> alone stands for any lines and
/// within a line for any text. A command without output below it only has to succeed.
/// </summary>
[TestCaseOrderer("Gateway.Tests.Real.Docs.InDocumentOrder", "Gateway.Tests.Real")]
public sealed partial class DocumentCommandTests
{
    // The two commands themselves: one would start these tests again, the other stays up. Tests of their own run them.
    private static readonly string[] NotHere = ["./test", "./run"];

    public static TheoryData<string, string> Commands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Documents)
            {
                foreach (var (command, _) in Read(file).Where(c => !NotHere.Contains(c.Command)))
                {
                    data.Add(Path.GetRelativePath(Repository.Root, file), command);
                }
            }

            return data;
        }
    }

    private static IEnumerable<string> Documents
        => Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "mappings"), "README.md", SearchOption.AllDirectories));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_in_a_document_prints_what_the_document_says(string document, string command)
    {
        var expected = Read(Path.Combine(Repository.Root, document)).First(c => c.Command == command).Output;
        var (exit, output) = await Run(command);
        if (expected.Count == 0)
        {
            Assert.True(exit == 0, $"{command} in {document} ended with {exit}:\n{output}");
            return;
        }

        var pattern = string.Join("\n", expected.Select(line => line.Trim() == "..."
            ? "(?:.*\n)*?.*" : Regex.Escape(line).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)));
        Assert.True(Regex.IsMatch(output.Trim() + "\n", "^" + pattern + "\\s*$"),
            $"{command} in {document} printed:\n{output}\nThe document says:\n{string.Join('\n', expected)}");
    }

    [Fact]
    public void The_documents_show_commands()
        => Assert.True(Documents.SelectMany(Read).Count() > 5, "Fewer than six commands were found in all documents.");

    private static async Task<(int Exit, string Output)> Run(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command + " 2>&1"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output);
    }

    private static IEnumerable<(string Command, List<string> Output)> Read(string file)
    {
        var found = new List<(string Command, List<string> Output)>();
        var isConsole = false;
        foreach (var line in File.ReadLines(file))
        {
            if (Fence().IsMatch(line)) isConsole = !isConsole && line.Trim() == "```console";
            else if (isConsole && line.StartsWith("$ ", StringComparison.Ordinal)) found.Add((line[2..], []));
            else if (isConsole && found.Count > 0) found[^1].Output.Add(line.TrimEnd());
        }

        foreach (var (_, output) in found)
        {
            while (output.Count > 0 && output[^1].Length == 0) output.RemoveAt(output.Count - 1);
        }

        return found;
    }

    [GeneratedRegex("^\\s*```")]
    private static partial Regex Fence();
}
