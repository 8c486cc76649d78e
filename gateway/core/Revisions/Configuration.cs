using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>The active revision and those that receipts in work still pin; switched atomically.</summary>
public sealed class Configuration
{
    /// <summary>Makes a configuration without an active revision: <see cref="Reload"/> activates the first.</summary>
    /// <param name="store">Where revisions are kept.</param>
    /// <param name="formats">The formats, for their schemas.</param>
    /// <param name="read">Reads YAML.</param>
    /// <param name="files">Gives all files as they are now, by path; <see cref="ConfigurationFolder.Read"/> in embedded mode.</param>
    /// <param name="clock">The only clock.</param>
    public Configuration(
        IStore store, IReadOnlyList<IFormat> formats, ReadText read,
        Func<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> files, TimeProvider clock) => _ = (store, formats, read, files, clock);

    /// <summary>The active revision.</summary>
    /// <exception cref="InvalidOperationException">None was activated yet.</exception>
    public Revision Active => throw new NotImplementedException();

    /// <summary>Looks at the files; activates them when they changed and check clean, else the old revision stays.</summary>
    /// <param name="actor">Who asked, for the journal.</param>
    /// <param name="findings">All faults, with file and line.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>True when another revision is active than before.</returns>
    public ValueTask<bool> Reload(string actor, Findings findings, CancellationToken stop) => throw new NotImplementedException();

    /// <summary>A revision by digest, loaded again from the store where needed.</summary>
    public ValueTask<Revision> Get(string digest, CancellationToken stop) => throw new NotImplementedException();
}

/// <summary>Reads the folders of a configuration.</summary>
public static class ConfigurationFolder
{
    /// <summary>Reads <c>mappings/</c>, <c>rules/</c>, <c>codelists/</c>, <c>partners/</c> and <c>destinations/</c> below each of the
    /// folders; where two have a file of the same path, the later one wins.</summary>
    /// <returns>The files by path with <c>/</c>, as <see cref="Revision.Load"/> takes them.</returns>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Read(params IReadOnlyList<string> folders)
        => throw new NotImplementedException();
}
