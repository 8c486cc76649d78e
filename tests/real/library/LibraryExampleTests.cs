using System.Text.RegularExpressions;
using Xunit;

namespace Gateway.Tests.Real.Library;

/// <summary>The program that docs/edifact.md shows, as somebody would use it who wants the EDIFACT engine alone.</summary>
public sealed partial class LibraryExampleTests
{
    /// <summary>Nothing of the engine needs code made at run time or found by name: any warning of trimming or NativeAOT is an error.</summary>
    [Needs("clang")]
    public void The_program_of_the_document_is_compiled_to_native_code_without_a_warning_and_prints_what_the_document_says()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "edifact.md")).ReplaceLineEndings("\n");
        var folder = Directory.CreateTempSubdirectory("gateway-library-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Program.cs"), Block().Match(document).Groups["code"].Value);
            File.WriteAllText(Path.Combine(folder, "example.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <PublishAot>true</PublishAot>
                    <TrimmerSingleWarn>false</TrimmerSingleWarn>
                    <InvariantGlobalization>true</InvariantGlobalization>
                  </PropertyGroup>
                  <ItemGroup>
                    <ProjectReference Include="{Path.Combine(Repository.Root, "gateway", "edifact", "Gateway.Edifact.csproj")}" />
                  </ItemGroup>
                </Project>
                """);
            var output = Path.Combine(folder, "out");
            var built = Programs.Run("dotnet", "publish", folder, "-c", "Release", "-o", output, "--use-current-runtime", "-v", "q");
            Assert.True(built.ExitCode == 0, built.Text);

            var start = new System.Diagnostics.ProcessStartInfo(Path.Combine(output, "example"), ["samples/faulty-unt-count.edi"])
            {
                WorkingDirectory = Repository.Root, RedirectStandardOutput = true,
            };
            using var process = System.Diagnostics.Process.Start(start)!;
            var printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            Assert.Equal(0, process.ExitCode);
            Assert.Equal(Output().Match(document).Groups["text"].Value.Trim(), printed.Trim());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Output();
}
