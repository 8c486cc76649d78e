using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;

namespace Gateway.Core;

/// <summary>The active revision and those that receipts in work still pin; switched atomically. Thread-safe.</summary>
public sealed class Configuration : IDisposable
{
    /// <summary>Earlier revisions held in memory: work pins few, and any other is loaded again from the store.</summary>
    private const int EarlierMax = 8;

    private readonly IStore store;
    private readonly IReadOnlyList<IFormat> formats;
    private readonly ReadText read;
    private readonly Func<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> files;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, Revision> earlier = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim reloading = new(1, 1);
    private volatile Revision? active;
    private volatile Refusal? refused;

    /// <summary>Makes a configuration without an active revision: <see cref="Reload"/> activates the first.</summary>
    /// <param name="store">Where revisions are kept.</param>
    /// <param name="formats">The formats, for their schemas.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="files">Gives all files as they are now, by path; <see cref="ConfigurationFolder.Read"/> in embedded mode.</param>
    /// <param name="clock">The only clock.</param>
    public Configuration(
        IStore store, IReadOnlyList<IFormat> formats, ReadText read,
        Func<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> files, TimeProvider clock)
        => (this.store, this.formats, this.read, this.files, this.clock) = (store, formats, read, files, clock);

    /// <summary>Mappings that were found clean before and are not checked again; gets those found clean now.</summary>
    public CheckedMappings Checked { get; init; } = new();

    /// <summary>The active revision.</summary>
    /// <exception cref="InvalidOperationException">None was activated yet.</exception>
    public Revision Active => active ?? throw new InvalidOperationException("No configuration is active yet.");

    /// <summary>The changed files that were refused, so that the active revision is not what lies on disk; null when it is.</summary>
    public Refusal? Refused => refused;

    /// <summary>Looks at the files; activates them when they changed and check clean, else the old revision stays.</summary>
    /// <param name="actor">Who asked, for the journal.</param>
    /// <param name="findings">All faults, with file and line; none for files that were refused before and did not change.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>True when another revision is active than before.</returns>
    public async ValueTask<bool> Reload(string actor, Findings findings, CancellationToken stop)
    {
        await reloading.WaitAsync(stop);
        try
        {
            var now = files();
            var digest = Revision.DigestOf(now).Hex;
            if (digest == active?.Digest.Hex) refused = null;
            if (digest == active?.Digest.Hex || digest == refused?.Digest) return false;
            var faults = new Findings();
            var soundness = Revision.SoundnessOf(now);
            var areKnown = Checked.IsClean(soundness);
            var revision = Revision.Load(now, formats, read, faults, areMappingsSound: areKnown);
            var isSound = revision is not null && revision.Check(faults, Checked);
            // What is told is told at each start.
            if (isSound && faults.All.All(fault => fault.Code == ConfigurationCodes.NotInstalled)) Checked.Add(soundness);
            findings.AddAll(faults);
            if (!isSound)
            {
                refused = new Refusal(digest, clock.GetUtcNow(), faults.All);
                return false;
            }

            // What the check read of every mapping would stay as long as the revision. Loaded anew it reads what documents need.
            if (!areKnown) revision = Revision.Load(now, formats, read, new Findings(), areMappingsSound: true);
            await Activate(revision!, actor, stop);
            refused = null;
            return true;
        }
        finally
        {
            reloading.Release();
        }
    }

    /// <summary>A revision by digest, loaded again from the store where needed.</summary>
    /// <exception cref="InvalidOperationException">The store does not have it, or this version of the program cannot load it.</exception>
    public async ValueTask<Revision> Get(string digest, CancellationToken stop)
    {
        if (active is { } now && now.Digest.Hex == digest) return now;
        if (earlier.TryGetValue(digest, out var known)) return known;
        var manifest = await store.ReadFile(new Digest(digest), stop);
        var kept = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (path, file) in RevisionFiles.ReadManifest(manifest)) kept[path] = await store.ReadFile(file, stop);
        var revision = manifest.IsEmpty ? null : Revision.Load(kept, formats, read, new Findings());
        return Remember(revision ?? throw new InvalidOperationException($"The revision {digest} cannot be loaded."));
    }

    /// <inheritdoc/>
    public void Dispose() => reloading.Dispose();

    private async ValueTask Activate(Revision revision, string actor, CancellationToken stop)
    {
        var digest = revision.Digest.Hex;
        var last = await store.Read(Viewer.Operator, new ActiveRevisionQuery(), stop);
        // After a restart with the same files there is nothing to keep and nothing to tell.
        if (!last.Items.Contains(digest))
        {
            foreach (var file in revision.Files.InOrder) await store.KeepFile(file.Bytes, stop);
            await store.KeepFile(revision.Files.Manifest, stop);
            await store.Apply(new Command("activate-revision", digest, actor, "the files changed", clock.GetUtcNow()), stop);
        }

        if (active is { } before) Remember(before);
        active = revision;
    }

    private Revision Remember(Revision revision)
    {
        if (earlier.Count >= EarlierMax) earlier.Clear();
        return earlier.GetOrAdd(revision.Digest.Hex, revision);
    }
}

/// <summary>Files that were not activated.</summary>
/// <param name="Digest">Of the revision that they would be.</param>
/// <param name="At">When they were seen.</param>
/// <param name="Findings">Why.</param>
public sealed record Refusal(string Digest, DateTimeOffset At, IReadOnlyList<Finding> Findings);

/// <summary>Reads the folders of a configuration.</summary>
public static class ConfigurationFolder
{
    private static readonly (string Folder, string Name, string[] Endings)[] Kinds =
    [
        ("mappings", "mappings", [".yaml", ".csv"]),
        ("rules", "rules", [".yaml"]),
        ("schemas/codelists", "codelists", [".csv"]),
        ("codelists", "codelists", [".csv"]),
        ("guides", "guides", [".yaml"]),
        ("languages", "languages", [".yaml"]),
        ("directories", "directories", [".gwdir"]),
        ("schemas/xsd", "xsd", [".yaml", ".xsd"]),
        ("schemas/xml", "xml", [".txt"]),
        ("schemas/json", "json", [".json", ".yaml"]),
        ("partners", "partners", [".yaml", ".pem", ".crt", ".cer"]),
        ("destinations", "destinations", [".yaml"]),
    ];

    /// <summary>Reads <c>mappings/</c>, <c>rules/</c>, <c>codelists/</c> (or <c>schemas/codelists/</c>), <c>guides/</c>,
    /// <c>languages/</c>, <c>directories/</c>, <c>partners/</c> and <c>destinations/</c> below each of the folders; where two have a file
    /// of the same path, the later one wins.</summary>
    /// <returns>The files by path with <c>/</c>, as <see cref="Revision.Load"/> takes them.</returns>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Read(params IReadOnlyList<string> folders)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var root in folders)
        {
            foreach (var (folder, name, endings) in Kinds)
            {
                var top = Path.Combine(root, folder);
                if (!Directory.Exists(top)) continue;
                foreach (var file in Directory.EnumerateFiles(top, "*", SearchOption.AllDirectories))
                {
                    var below = Path.GetRelativePath(top, file).Replace(Path.DirectorySeparatorChar, '/');
                    // Samples of mappings lie beside them and configure nothing.
                    if (!endings.Contains(Path.GetExtension(file)) || below.Contains("samples/", StringComparison.Ordinal)) continue;
                    files[name + "/" + below] = File.ReadAllBytes(file);
                    var isSet = name is "xsd" or "json" && below.EndsWith("/set.yaml", StringComparison.Ordinal);
                    if (isSet) AddElsewhere(file, name, below, files);
                }
            }
        }

        return files;
    }

    // Schemas that may not be handed on lie where their publisher's package was unpacked; the revision keeps them like its own files.
    private static void AddElsewhere(string setFile, string kind, string below, Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        var path = $"{kind}/{below[..below.LastIndexOf('/')]}";
        if (SchemaSetFile.Read(files[path + "/set.yaml"].Span) is not { Folder: { } named } set) return;
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(setFile)!, named));
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, kind == "xsd" ? "*.xsd" : "*.json", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            // A JSON Schema holds all it needs; an XSD includes others.
            if (kind == "xsd" || set.Main.Contains(name)) files[path + "/" + name] = File.ReadAllBytes(file);
        }
    }
}
