using System.Diagnostics;
using Xunit;

namespace Gateway.Tests.Real;

/// <summary>A test that needs a program of the machine; it is skipped by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(string program)
    {
        if (Programs.Find(program) is null) Skip = $"needs {program}";
    }
}

/// <summary>A theory that needs a program of the machine; it is skipped by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsTheoryAttribute : TheoryAttribute
{
    public NeedsTheoryAttribute(string program)
    {
        if (Programs.Find(program) is null) Skip = $"needs {program}";
    }
}

/// <summary>A test that needs a file or folder of the machine; it is skipped by name where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFileAttribute : FactAttribute
{
    public NeedsFileAttribute(string path)
    {
        if (!Path.Exists(path)) Skip = $"needs {path}";
    }
}

/// <summary>A theory that needs a file or folder of the machine; it is skipped by name where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFileTheoryAttribute : TheoryAttribute
{
    public NeedsFileTheoryAttribute(string path)
    {
        if (!Path.Exists(path)) Skip = $"needs {path}";
    }
}

/// <summary>Programs that the tests start.</summary>
internal static class Programs
{
    /// <summary>Where a program lies; null when it is not installed.</summary>
    public static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Exit code and everything it wrote.</returns>
    public static (int ExitCode, string Text) Run(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
