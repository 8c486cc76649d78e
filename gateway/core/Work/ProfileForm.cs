using System.Buffers;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// Writes canonical documents in the form of one administration: the profile's mapping makes the document, the form its bytes, and the
/// administration's schemas, where they are installed, check them. What is wrong then is the profile's fault, not the sender's.
/// Not thread-safe.
/// </summary>
/// <param name="revision">The configuration.</param>
/// <param name="profile">Name of the profile: <c>hmrc-cds</c>.</param>
public sealed class ProfileForm(Revision revision, string profile)
{
    private static readonly Dictionary<string, string> NoConstants = [];

    private readonly Tree target = new();
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>Writes one document.</summary>
    /// <param name="from">The sender's document and the canonical one made of it, with its provenance.</param>
    /// <param name="moment">When the sender's document arrived.</param>
    /// <param name="partner">The sender; null when unknown.</param>
    /// <param name="findings">What the profile does not take over, and what the schemas say against it.</param>
    /// <returns>Null when the profile has nothing for such a document; valid until the next call.</returns>
    public ProfileDocument? Write(TranslatedDocument from, Moment moment, Partner? partner, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Translation.Document is not { } document) return null;
        var first = findings.All.Count;
        var made = Write(document, moment, partner, findings);
        SourcePlaces.Complete(from.Source, from.Mark, findings, first);
        return made;
    }

    /// <summary>Writes a canonical document whose source is not at hand; findings then have no place in it.</summary>
    /// <inheritdoc cref="Write(TranslatedDocument, Moment, Partner?, Findings)"/>
    public ProfileDocument? Write(Tree document, Moment moment, Partner? partner, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Schema is not { } schema || revision.ProfileFor(profile, schema) is not { } mapping) return null;
        var type = CompiledMappings.TypeOfTarget(mapping.Text.Head);
        var format = revision.Format(type.Format)!;
        target.Reset(format.SchemaOf(type), null);
        target.Ordinal = document.Ordinal;
        target.KeepProvenance();
        mapping.Run(document, target, moment, partner?.Constants ?? NoConstants, findings);
        output.ResetWrittenCount();
        if (type.Format == "xml") output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"u8);
        if (type.Format == "json") JsonForm.Write(target, output);
        else XmlForm.Write(target, output);
        output.Write("\n"u8);
        return new ProfileDocument(target, mapping, output.WrittenMemory, format.Validate(type, output.WrittenMemory, findings));
    }
}

/// <summary>A document in the form of an administration.</summary>
/// <param name="Document">Its tree; every value has its rule and the places in the sender's bytes.</param>
/// <param name="Mapping">The profile's mapping.</param>
/// <param name="Bytes">The finished bytes.</param>
/// <param name="IsValid">What the schemas say; null when they are not installed.</param>
public sealed record ProfileDocument(Tree Document, Mapping Mapping, ReadOnlyMemory<byte> Bytes, bool? IsValid);
