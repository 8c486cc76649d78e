using Gateway.Documents;

namespace Gateway.Contracts;

/// <summary>Something that holds documents: an archive, a mail, a PDF with attachments. Thread-safe.</summary>
public interface IContainer
{
    /// <summary>Short name: <c>zip</c>, <c>gzip</c>, <c>mail</c>, <c>pdf</c>, <c>tnef</c>.</summary>
    string Name { get; }

    /// <summary>Judges by content, as <see cref="IFormat.Recognise"/> does; a format may outbid it, as that of workbooks outbids
    /// <c>zip</c>.</summary>
    /// <param name="head">The first 4 KiB at most.</param>
    /// <param name="nameHint">File name or media type; null when unknown.</param>
    Recognition Recognise(ReadOnlySpan<byte> head, string? nameHint);

    /// <summary>Hands over what the part holds, entry by entry, in its order. The same bytes always give the same entries, because
    /// parts are never stored: whoever needs one again unpacks it again.</summary>
    /// <param name="part">The bytes of the container.</param>
    /// <param name="into">Takes the entries and bounds them: names, counts and sizes that the container states need not be
    /// believed or checked. After it said no, nothing more may be handed over.</param>
    /// <param name="findings">Faults, at spans of <paramref name="part"/>. An entry that cannot be read is a finding and costs
    /// only itself.</param>
    void Unpack(IRaw part, IUnpacking into, Findings findings);

    /// <summary>What the part says of its sender, for containers that have one.</summary>
    /// <param name="part">The bytes of the container.</param>
    /// <param name="findings">Faults: a signature that does not fit, several senders.</param>
    /// <returns>Null for a container without sender: an archive.</returns>
    ClaimedSender? SenderOf(IRaw part, Findings findings) => null;
}

/// <summary>Takes the entries of a container.</summary>
public interface IUnpacking
{
    /// <summary>Takes the content of one entry and reads it to its end, or to a limit.</summary>
    /// <param name="facts">What the container says of the entry.</param>
    /// <param name="content">The content, unpacked; need not be able to seek or to say its length. The stream may fail with
    /// <see cref="InvalidDataException"/> where the packed bytes are broken: the entry is then dropped, with a finding.</param>
    /// <returns>False when a limit of the receipt is reached: a finding was added, and unpacking ends.</returns>
    bool Add(PartFacts facts, Stream content);
}

/// <summary>What a container says of one of its entries.</summary>
/// <param name="Name">As the sender gave it, folders of an archive included; never used as a path. Null without one.</param>
/// <param name="MediaType">As declared; only a hint. Null where the container declares none.</param>
/// <param name="Use">What is done with it.</param>
public sealed record PartFacts(string? Name, string? MediaType, PartUse Use);

/// <summary>What is done with a part.</summary>
public enum PartUse
{
    /// <summary>It is recognised by its content and read, or unpacked further.</summary>
    Document,

    /// <summary>It is kept and filed to its consignment, and never parsed: a scanned paper, a PDF without data. Handed over without a
    /// name, it is the text of the container itself, which then is the paper: its references are looked for in this text.</summary>
    Evidence,

    /// <summary>Text of a mail: it is shown, and never a reason to drop or refuse anything.</summary>
    Note,
}
