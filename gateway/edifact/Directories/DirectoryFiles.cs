namespace Gateway.Edifact;

/// <summary>The files of the compact form, each read when it is first needed. Thread-safe.</summary>
/// <param name="text">Gives the text of a file by its name, null when there is none.</param>
internal sealed class DirectoryFiles(Func<string, string?> text)
{
    /// <summary>Where service segments hold for all syntax versions: the union of them.</summary>
    public const int AnySyntax = 99;

    private static readonly Lazy<Definitions> ServiceFile = new(() => new Definitions(Embedded("service.txt")!, Syntax));

    private readonly Lazy<Definitions> segments = Lazily(text, "segments.txt");
    private readonly Lazy<Definitions> composites = Lazily(text, "composites.txt");
    private readonly Lazy<Definitions> elements = Lazily(text, "elements.txt");
    private readonly Lazy<Definitions> interactiveSegments = Lazily(text, "interactive-segments.txt");
    private readonly Lazy<Definitions> interactiveComposites = Lazily(text, "interactive-composites.txt");

    /// <summary>What is built in.</summary>
    public static DirectoryFiles BuiltIn { get; } = new(Embedded);

    /// <summary>Segments, composites and elements of ISO 9735, by syntax version instead of release.</summary>
    public static Definitions Service => ServiceFile.Value;

    /// <summary>A segment by tag.</summary>
    /// <param name="tag">For example <c>NAD</c>.</param>
    /// <param name="isInteractive">Of the interactive directory, which shares tags, not structures.</param>
    public Definition? Segment(string tag, bool isInteractive)
        => (isInteractive ? interactiveSegments : segments).Value.Find(tag) ?? Otherwise?.Segment(tag, isInteractive);

    /// <summary>A composite by number.</summary>
    /// <param name="number">For example <c>C082</c>.</param>
    /// <param name="isInteractive">Of the interactive directory.</param>
    public Definition? Composite(string number, bool isInteractive)
        => (isInteractive ? interactiveComposites : composites).Value.Find(number) ?? Otherwise?.Composite(number, isInteractive);

    /// <summary>A data element by number.</summary>
    public Definition? Element(string number) => elements.Value.Find(number) ?? Otherwise?.Element(number);

    /// <summary>The tables of a message; null for an unknown type.</summary>
    public Definition? Message(string type)
        => text("message." + type + ".txt") is { } file ? new Definitions(file, Order).Find(type) : null;

    /// <summary>Where an import of single files has no definition, the built-in ones serve.</summary>
    private DirectoryFiles? Otherwise => this == BuiltIn ? null : BuiltIn;

    /// <summary>The text of a built-in file; null when there is none.</summary>
    public static string? Embedded(string name)
    {
        using var stream = typeof(DirectoryFiles).Assembly.GetManifestResourceStream("directories/" + name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The order of releases, and of the syntax versions where they stand in their place.</summary>
    public static int Order(string release) => ReleaseOrder.Of(release) ?? Syntax(release);

    /// <summary>The order of a syntax version as a number: <c>3</c> is 30, <c>4.1</c> is 41.</summary>
    public static int Syntax(string version)
        => version == "any" ? AnySyntax : ((version[0] - '0') * 10) + (version.Length == 3 ? version[2] - '0' : 0);

    /// <summary>The order of the last release of a syntax version: it only adds to those before.</summary>
    /// <param name="version">Data element 0002: 1 to 4; any other number means the nearest of them.</param>
    public static int LastOfSyntax(int version) => version >= 4 ? 41 : Math.Max(version, 1) * 10;

    private static Lazy<Definitions> Lazily(Func<string, string?> text, string name)
        => new(() => new Definitions(text(name) ?? "", Order));
}
