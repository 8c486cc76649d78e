namespace Gateway.Edifact;

/// <summary>The files of the compact form, each read when it is first needed. Thread-safe.</summary>
/// <param name="text">Gives the text of a file by its name, null when there is none.</param>
internal sealed class DirectoryFiles(Func<string, string?> text)
{
    /// <summary>Where service segments hold for all syntax versions: the union of them.</summary>
    public const int AnySyntax = 9;

    private static readonly Lazy<Definitions> ServiceFile =
        new(() => new Definitions(Embedded("service.txt")!, Syntax));

    private readonly Lazy<Definitions> segments = new(() => Read(text, "segments.txt"));
    private readonly Lazy<Definitions> composites = new(() => Read(text, "composites.txt"));
    private readonly Lazy<Definitions> elements = new(() => Read(text, "elements.txt"));

    /// <summary>Segments, composites and elements of ISO 9735, by syntax version instead of release.</summary>
    public static Definitions Service => ServiceFile.Value;

    /// <summary>Segments by tag.</summary>
    public Definitions Segments => segments.Value;

    /// <summary>Composites by number.</summary>
    public Definitions Composites => composites.Value;

    /// <summary>Data elements by number.</summary>
    public Definitions Elements => elements.Value;

    /// <summary>The tables of a message; null for an unknown type.</summary>
    public Definition? Message(string type)
        => text("message." + type + ".txt") is { } file ? new Definitions(file, Order).Find(type) : null;

    /// <summary>The text of a built-in file; null when there is none.</summary>
    public static string? Embedded(string name)
    {
        using var stream = typeof(DirectoryFiles).Assembly.GetManifestResourceStream("directories/" + name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static Definitions Read(Func<string, string?> text, string name) => new(text(name) ?? "", Order);

    /// <summary>The order of releases, and of the syntax versions where they stand in their place.</summary>
    public static int Order(string release) => ReleaseOrder.Of(release) ?? Syntax(release);

    private static int Syntax(string version) => version == "any" ? AnySyntax : version[0] - '0';
}
