using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>How an interchange is written. What is left null stays as it came with the document.</summary>
public sealed record EdifactWriterOptions
{
    /// <summary>Service characters; null keeps those of the document, or the usual ones for a new interchange.</summary>
    public ServiceCharacters? Characters { get; init; }

    /// <summary>Character set; null keeps that of the document, or UNOC for a new interchange.</summary>
    public CharacterSet? CharacterSet { get; init; }

    /// <summary>Whether UNA is written; null writes it where the document had one, and wherever a reader would need it.</summary>
    public bool? HasUna { get; init; }

    /// <summary>What stands after each terminator: nothing, <c>\n</c> or <c>\r\n</c>.</summary>
    public string LineBreak { get; init; } = "";

    /// <summary>Whether a line break stands after the last terminator too.</summary>
    public bool EndsWithLineBreak { get; init; } = true;
}

/// <summary>What UNB of a new interchange says.</summary>
/// <param name="Sender">0004.</param>
/// <param name="Recipient">0010.</param>
/// <param name="Reference">0020, at most 14 characters.</param>
/// <param name="Moment">S004, written in UTC.</param>
public sealed record InterchangeHeader(string Sender, string Recipient, string Reference, DateTimeOffset Moment)
{
    /// <summary>0007 of the sender; null for none.</summary>
    public string? SenderQualifier { get; init; }

    /// <summary>0007 of the recipient; null for none.</summary>
    public string? RecipientQualifier { get; init; }

    /// <summary>0002, the version of the syntax: 1 to 4.</summary>
    public int Syntax { get; init; } = 3;

    /// <summary>0031: the recipient is asked to acknowledge.</summary>
    public bool AsksForAcknowledgement { get; init; }

    /// <summary>0035: a test.</summary>
    public bool IsTest { get; init; }
}

/// <summary>What UNH of a new message says.</summary>
/// <param name="Type">0065, for example <c>CUSCAR</c>.</param>
/// <param name="Version">0052, for example <c>D</c>.</param>
/// <param name="Release">0054, for example <c>95B</c>.</param>
/// <param name="Agency">0051.</param>
/// <param name="Guide">0057; null for none.</param>
public sealed record MessageHeader(string Type, string Version, string Release, string Agency = "UN", string? Guide = null);

/// <summary>
/// Writes EDIFACT interchanges, segment by segment or from document trees, as a stream. Counts and references of the trailers
/// are its own work; what is empty at the end of a composite or segment is left out; service characters in data are released.
/// Characters that the character set does not have become findings (EDI-0090). Not thread-safe.
/// </summary>
/// <remarks>
/// <see cref="Write(Tree)"/> writes a message with the envelope it came in: reading a file and writing each tree gives the file
/// again, in its canonical form. Between <see cref="OpenInterchange"/> and <see cref="CloseInterchange"/> the envelope is the
/// caller's own. <see cref="Complete"/> closes what is open and hands everything over.
/// </remarks>
public sealed partial class EdifactWriter : IDisposable
{
    private readonly EdifactWriterOptions options;
    private readonly Findings? findings;
    private readonly SegmentOutput output;
    private readonly SegmentRewrite rewrite;
    private readonly byte[] number = new byte[32];
    private byte[] scratch = ArrayPool<byte>.Shared.Rent(256);
    private string tag = "";
    private int interchanges;
    private int messagesWritten;

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Gets the bytes.</param>
    /// <param name="options">How; null keeps everything.</param>
    /// <param name="findings">Gets the characters that cannot be carried; null to pass over them.</param>
    public EdifactWriter(Stream stream, EdifactWriterOptions? options = null, Findings? findings = null)
        : this(stream, null, options, findings)
    {
    }

    /// <summary>Writes to a buffer writer.</summary>
    /// <param name="sink">Gets the bytes.</param>
    /// <param name="options">How; null keeps everything.</param>
    /// <param name="findings">Gets the characters that cannot be carried; null to pass over them.</param>
    public EdifactWriter(IBufferWriter<byte> sink, EdifactWriterOptions? options = null, Findings? findings = null)
        : this(null, sink, options, findings)
    {
    }

    private EdifactWriter(Stream? stream, IBufferWriter<byte>? sink, EdifactWriterOptions? options, Findings? findings)
    {
        (this.options, this.findings) = (options ?? new EdifactWriterOptions(), findings);
        output = new SegmentOutput(stream, sink, this.options.LineBreak) { Refused = Refuse };
        rewrite = new SegmentRewrite(output);
        output.Use(this.options.Characters ?? ServiceCharacters.Default, this.options.CharacterSet ?? CharacterSet.Fallback);
    }

    /// <summary>Segments of the open message so far, UNH included; 0 outside of messages.</summary>
    public int Segments { get; private set; }

    /// <summary>Begins a segment.</summary>
    /// <param name="name">Its tag.</param>
    public EdifactWriter Begin(string name)
    {
        tag = name;
        if (messageReference is not null) Segments++;
        output.Begin(Utf8(name));
        return this;
    }

    /// <summary>The next data element; nothing is written of an empty one at the end of its segment.</summary>
    public EdifactWriter Element(ReadOnlySpan<char> text = default)
    {
        output.NextElement();
        output.Value(Utf8(text));
        return this;
    }

    /// <summary>The next data element as a number, with the decimal mark in force.</summary>
    public EdifactWriter Element(decimal value)
    {
        output.NextElement();
        return Number(value);
    }

    /// <summary>The next component of the data element.</summary>
    public EdifactWriter Component(ReadOnlySpan<char> text = default)
    {
        output.NextComponent();
        output.Value(Utf8(text));
        return this;
    }

    /// <summary>The next component as a number, with the decimal mark in force.</summary>
    public EdifactWriter Component(decimal value)
    {
        output.NextComponent();
        return Number(value);
    }

    /// <summary>The next repetition of the data element; in syntax 1 to 3 it takes the next place of the segment.</summary>
    public EdifactWriter Repetition(ReadOnlySpan<char> text = default)
    {
        output.NextRepetition();
        output.Value(Utf8(text));
        return this;
    }

    /// <summary>A data element whose components are given.</summary>
    public EdifactWriter Composite(params ReadOnlySpan<string?> components)
    {
        for (var i = 0; i < components.Length; i++)
        {
            if (i == 0) Element(components[i]);
            else Component(components[i]);
        }

        return this;
    }

    /// <summary>Ends the segment.</summary>
    public EdifactWriter End()
    {
        output.End();
        return this;
    }

    /// <summary>Hands over what was written so far.</summary>
    public void Flush() => output.Flush();

    /// <summary>Closes the message, group and interchange that are open and hands everything over.</summary>
    public void Complete()
    {
        CloseInterchange();
        if (options.EndsWithLineBreak) output.Break();
        output.Flush();
    }

    /// <summary>Hands over what was written; nothing is closed.</summary>
    public void Dispose()
    {
        output.Dispose();
        rewrite.Dispose();
        if (scratch.Length > 0) ArrayPool<byte>.Shared.Return(scratch);
        scratch = [];
    }

    private EdifactWriter Number(decimal value)
    {
        value.TryFormat(number, out var written, default, CultureInfo.InvariantCulture);
        var text = number.AsSpan(0, written);
        if (output.Characters.DecimalMark != 0) text.Replace((byte)'.', output.Characters.DecimalMark);
        output.Value(text);
        return this;
    }

    private ReadOnlySpan<byte> Utf8(ReadOnlySpan<char> text)
    {
        Room(text.Length * 3);
        return scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, scratch));
    }

    private void Room(int bytes)
    {
        if (bytes <= scratch.Length) return;
        ArrayPool<byte>.Shared.Return(scratch);
        scratch = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private void Refuse(Rune rune)
    {
        var shown = Rune.IsControl(rune) ? "control character" : "\"" + rune + "\"";
        var code = "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);
        findings?.Add(EdifactFindings.CannotCarry, new SourceSpan(0, -1, 0),
            new Place(messagesWritten, Segments) { Tag = tag.Length == 0 ? null : tag }, 0, shown, code, output.Set.Name);
    }
}
