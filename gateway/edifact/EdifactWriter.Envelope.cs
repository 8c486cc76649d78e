using System.Globalization;

namespace Gateway.Edifact;

/// <summary>The envelope: headers, and trailers with their counts and references.</summary>
public sealed partial class EdifactWriter
{
    private readonly KeptReference interchangeReference = new();
    private readonly KeptReference groupReference = new();
    private string? messageReference;
    private bool isInterchangeOpen;
    private bool isInteractive;
    private bool isGroupOpen;
    private int groups;
    private int messages;
    private int groupMessages;
    private ServiceCharacters announced = ServiceCharacters.Default;

    /// <summary>Opens an interchange of the caller's own: UNA where it is needed, and UNB.</summary>
    public EdifactWriter OpenInterchange(InterchangeHeader header)
    {
        OpenEnvelope(header.Syntax, header.Reference);
        var isSyntax4 = header.Syntax >= 4;
        var utc = header.Moment.ToUniversalTime();
        Begin("UNB").Composite(output.Set.Name, header.Syntax.ToString(CultureInfo.InvariantCulture))
            .Composite(header.Sender, header.SenderQualifier).Composite(header.Recipient, header.RecipientQualifier)
            .Composite(
                utc.ToString(isSyntax4 ? "yyyyMMdd" : "yyMMdd", CultureInfo.InvariantCulture),
                utc.ToString("HHmm", CultureInfo.InvariantCulture))
            .Element(header.Reference).Element().Element().Element().Element(header.AsksForAcknowledgement ? "1" : "")
            .Element().Element(header.IsTest ? "1" : "").End();
        return this;
    }

    /// <summary>Opens an interchange whose UNB the caller writes.</summary>
    internal void OpenEnvelope(int syntaxVersion, string reference)
    {
        CloseInterchange();
        var characters = CharactersFor(options.Characters ?? ServiceCharacters.Default, syntaxVersion);
        StartInterchange(characters, options.CharacterSet ?? CharacterSet.Fallback, syntaxVersion);
        (isKept, isInteractive) = (false, false);
        interchangeReference.Set(Utf8(reference));
    }

    /// <summary>Opens a message: UNH.</summary>
    /// <param name="header">What it is.</param>
    /// <param name="reference">0062; null for its number in the interchange.</param>
    public EdifactWriter OpenMessage(MessageHeader header, string? reference = null)
    {
        CloseMessage();
        StartMessage(reference ?? (messages + 1).ToString(CultureInfo.InvariantCulture));
        return Begin("UNH").Element(messageReference)
            .Composite(header.Type, header.Version, header.Release, header.Agency, header.Guide).End();
    }

    /// <summary>Closes the message: UNT with count and reference. Nothing happens when none is open.</summary>
    public EdifactWriter CloseMessage()
    {
        if (messageReference is null) return this;
        Begin("UNT").Element(Segments).Element(messageReference).End();
        messageReference = null;
        Segments = 0;
        return this;
    }

    /// <summary>Opens a functional group of messages of one type: UNG.</summary>
    /// <param name="header">What its messages are.</param>
    /// <param name="sender">0040.</param>
    /// <param name="recipient">0044.</param>
    /// <param name="moment">S004, written in UTC.</param>
    /// <param name="reference">0048; null for its number in the interchange.</param>
    public EdifactWriter OpenGroup(
        MessageHeader header, string sender, string recipient, DateTimeOffset moment, string? reference = null)
    {
        CloseGroup();
        StartGroup();
        var text = reference ?? groups.ToString(CultureInfo.InvariantCulture);
        var utc = moment.ToUniversalTime();
        Begin("UNG").Element(header.Type).Element(sender).Element(recipient)
            .Composite(
                utc.ToString(syntax >= 4 ? "yyyyMMdd" : "yyMMdd", CultureInfo.InvariantCulture),
                utc.ToString("HHmm", CultureInfo.InvariantCulture))
            .Element(text).Element(header.Agency).Composite(header.Version, header.Release, header.Guide).End();
        groupReference.Set(Utf8(text));
        return this;
    }

    /// <summary>Closes the group: UNE with count and reference. Nothing happens when none is open.</summary>
    public EdifactWriter CloseGroup()
    {
        CloseMessage();
        if (!isGroupOpen) return this;
        Begin("UNE").Element(groupMessages).Element();
        WriteReference(groupReference);
        isGroupOpen = false;
        return End();
    }

    /// <summary>Closes the interchange: UNZ with count and reference. Nothing happens when none is open.</summary>
    public EdifactWriter CloseInterchange()
    {
        CloseGroup();
        if (!isInterchangeOpen) return this;
        if (isInteractive)
        {
            Begin("UIZ").Element();
            WriteReference(interchangeReference);
            Element(messages);
        }
        else
        {
            Begin("UNZ").Element(groups > 0 ? groups : messages).Element();
            WriteReference(interchangeReference);
        }

        isInterchangeOpen = false;
        return End();
    }

    private void StartInterchange(in ServiceCharacters characters, CharacterSet set, int syntaxVersion)
    {
        syntax = syntaxVersion;
        (groups, messages, isInterchangeOpen) = (0, 0, true);
        interchanges++;
        output.Break();
        var plain = characters with { DecimalMark = 0 };
        var isUsual = plain == CharactersFor(ServiceCharacters.Default, syntaxVersion) || plain == ServiceCharacters.InformationSeparators;
        var hasUna = !isUsual || (options.HasUna ?? characters.IsFromUna);
        // UNA always names a decimal mark; without it comma and point are both good.
        announced = hasUna && !characters.IsFromUna ? characters with { DecimalMark = (byte)'.' } : characters;
        output.Use(announced, set);
        if (hasUna) output.Una();
    }

    /// <summary>A message outside of an interchange: a reader goes on with the characters that were announced last.</summary>
    private void StartBare(in ServiceCharacters characters, CharacterSet set)
    {
        output.Break();
        output.Use(characters, set);
        if (characters == announced) return;
        announced = characters.IsFromUna ? characters : characters with { DecimalMark = (byte)'.' };
        output.Use(announced, set);
        output.Una();
    }

    private void StartGroup()
    {
        (groupMessages, isGroupOpen) = (0, true);
        groups++;
    }

    private void StartMessage(string reference)
    {
        (messageReference, Segments) = (reference, 0);
        messages++;
        groupMessages++;
        messagesWritten++;
    }

    /// <summary>Repeats have a separator in syntax 4 only.</summary>
    private static ServiceCharacters CharactersFor(ServiceCharacters characters, int syntaxVersion)
    {
        if (syntaxVersion < 4) return characters with { Repetition = 0 };
        return characters.IsFromUna || characters.Repetition != 0 ? characters : characters with { Repetition = (byte)'*' };
    }

    private void WriteReference(KeptReference reference)
    {
        if (reference.IsRaw) rewrite.Value(reference.Bytes);
        else output.Value(reference.Bytes);
    }

    /// <summary>A reference that a trailer repeats: as text, or as the bytes of a header that was read.</summary>
    private sealed class KeptReference
    {
        private byte[] bytes = new byte[64];
        private int length;

        public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

        public bool IsRaw { get; private set; }

        public void Set(ReadOnlySpan<byte> reference, bool isRaw = false)
        {
            if (reference.Length > bytes.Length) bytes = new byte[reference.Length];
            reference.CopyTo(bytes);
            (length, IsRaw) = (reference.Length, isRaw);
        }
    }
}
