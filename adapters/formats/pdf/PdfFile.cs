using System.Text;

namespace Gateway.Formats;

/// <summary>The stream of an object: its dictionary and its bytes as they stand in the file.</summary>
internal sealed record PdfStream(Dictionary<string, object?> Dictionary, ArraySegment<byte> Bytes);

/// <summary>
/// The objects of a PDF file (ISO 32000-1 §7.5), found by reading it from beginning to end instead of by its tables of places, which
/// damaged files have wrong. Where a number comes twice the later one holds, as in files that were added to. All work is counted,
/// so that no file costs more than a few times its length.
/// </summary>
internal sealed class PdfFile
{
    private const int ObjectsMax = 300_000, HopsMax = 16, InStreamsBytesMax = 24 * 1024 * 1024, TrailersMax = 16;
    private const long WorkBytes = 32 * 1024 * 1024;

    private readonly byte[] bytes;
    private readonly Dictionary<int, Place> objects = [];
    private readonly List<Place> packed = [];
    private PdfCipher? cipher;
    private object? protection;
    private object? identifiers;
    private object? rootReference;
    private long work;
    private int inStreams;
    private int rootAt = -1;

    private PdfFile(byte[] bytes) => (this.bytes, work) = (bytes, (4L * bytes.Length) + WorkBytes);

    /// <summary>Where an object stands.</summary>
    /// <param name="Bytes">The file, or what a stream of objects unpacks to.</param>
    /// <param name="At">Where its value begins there.</param>
    /// <param name="Number">Its number.</param>
    /// <param name="Generation">Its edition.</param>
    /// <param name="SaidAt">Where the file says so: what it says later holds.</param>
    private readonly record struct Place(byte[] Bytes, int At, int Number, int Generation, int SaidAt);

    /// <summary>Its bytes are not readable without a password, at least not to us.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>The dictionary that leads to everything else; empty when there is none.</summary>
    public Dictionary<string, object?> Root { get; private set; } = [];

    /// <summary>Numbers of all objects, in order.</summary>
    public IEnumerable<int> Numbers => objects.Keys.Order();

    /// <summary>Finds the objects.</summary>
    /// <exception cref="InvalidDataException">There are none, or it goes beyond what is read.</exception>
    public static PdfFile Open(byte[] bytes)
    {
        var file = new PdfFile(bytes);
        file.Scan();
        file.FindTrailer();
        if (file.objects.Count == 0) throw new InvalidDataException("No object was found.");
        // Whether streams of objects are coded is known only now.
        file.OpenCipher();
        if (!file.IsEncrypted) file.packed.ForEach(file.Take);
        file.Root = file.Dictionary(file.rootReference) ?? file.AnyCatalog();
        return file;
    }

    /// <summary>The value itself, where it is a reference that of the object; null where there is none.</summary>
    public object? Resolve(object? value)
    {
        for (var hop = 0; value is PdfReference reference; hop++)
        {
            if (hop >= HopsMax || !objects.TryGetValue(reference.Number, out var place)) return null;
            value = Plain(Read(place.Bytes, place.At, out _), place);
        }

        return value;
    }

    /// <summary>Likewise, a dictionary; null where it is none.</summary>
    public Dictionary<string, object?>? Dictionary(object? value) => Resolve(value) as Dictionary<string, object?>;

    /// <summary>A value of a dictionary that is one itself.</summary>
    public Dictionary<string, object?>? Dictionary(Dictionary<string, object?>? holder, string key)
        => Dictionary(holder?.GetValueOrDefault(key));

    /// <summary>Likewise, a list; a single value is a list of one. Empty where there is none.</summary>
    public IReadOnlyList<object?> List(Dictionary<string, object?>? holder, string key)
    {
        var value = holder?.GetValueOrDefault(key);
        return Resolve(value) switch { null => [], List<object?> list => list, _ => [value] };
    }

    /// <summary>The stream of an object; null where it has none.</summary>
    public PdfStream? Stream(object? value)
    {
        if (value is not PdfReference reference || !objects.TryGetValue(reference.Number, out var place)) return null;
        return Read(place.Bytes, place.At, out var end) is Dictionary<string, object?> dictionary && place.Bytes == bytes
            && StreamOf(dictionary, end, out _) is { } stream ? Plain(stream, place) : null;
    }

    /// <summary>Takes from what may be done for this file.</summary>
    /// <exception cref="InvalidDataException">There is nothing left of it.</exception>
    public void Spend(long amount)
    {
        work -= amount;
        if (work < 0) throw new InvalidDataException("The file is made to keep its readers busy.");
    }

    private object? Read(byte[] from, int at, out int end)
    {
        var parser = new PdfParser(from, at);
        try
        {
            return parser.Next();
        }
        finally
        {
            end = parser.At;
            Spend(end - at + 16);
        }
    }

    private void Scan()
    {
        for (var at = 0; at < bytes.Length && bytes.AsSpan(at).IndexOf("obj"u8) is >= 0 and var found;)
        {
            at += found + 3;
            if (NumberBefore(at - 3) is not var (number, generation)) continue;
            var start = at;
            try
            {
                var value = Read(bytes, start, out var end);
                if (objects.Count >= ObjectsMax) throw new InvalidDataException("There are too many objects.");
                var place = new Place(bytes, start, number, generation, start);
                objects[number] = place;
                if (value is not Dictionary<string, object?> dictionary) continue;
                at = Math.Max(at, end);
                if (StreamOf(dictionary, end, out var after) is null) continue;
                at = after;
                if (dictionary.GetValueOrDefault("Type") is not PdfName type) continue;
                if (type.Text == "XRef") TakeTrailer(dictionary, start);
                if (type.Text == "ObjStm") packed.Add(place);
            }
            catch (InvalidDataException) when (work >= 0 && objects.Count < ObjectsMax)
            {
                // One object that cannot be read costs only itself.
            }
        }
    }

    /// <summary>Finds the objects in a stream of them.</summary>
    private void Take(Place place)
    {
        try
        {
            if (Read(bytes, place.At, out var end) is not Dictionary<string, object?> dictionary) return;
            if (StreamOf(dictionary, end, out _) is not { } stream || PdfFilters.Open(Plain(stream, place)) is not { } content) return;
            using (content) Take(dictionary, content, place.SaidAt);
        }
        catch (InvalidDataException) when (work >= 0)
        {
            // Likewise.
        }
    }

    private void Take(Dictionary<string, object?> dictionary, Stream content, int saidAt)
    {
        var unpacked = PdfFilters.Read(content, InStreamsBytesMax - inStreams + 1);
        if ((inStreams += unpacked.Length) > InStreamsBytesMax) throw new InvalidDataException("Its objects unpack to too much.");
        Spend(unpacked.Length);
        var parser = new PdfParser(unpacked, 0);
        var (count, first) = (NumberOf(dictionary, "N"), NumberOf(dictionary, "First"));
        for (var i = 0; i < Math.Min(count, ObjectsMax) && objects.Count < ObjectsMax; i++)
        {
            if (parser.Next() is not double number || parser.Next() is not double offset) break;
            var at = first + offset;
            if (number is < 0 or >= int.MaxValue || at < 0 || at >= unpacked.Length) continue;
            if (objects.TryGetValue((int)number, out var known) && known.SaidAt > saidAt) continue;
            objects[(int)number] = new Place(unpacked, (int)at, (int)number, 0, saidAt);
        }
    }

    private void OpenCipher()
    {
        if (protection is null) return;
        var facts = Dictionary(protection);
        var id = Resolve(identifiers) is List<object?> and [var first, ..] ? Resolve(first) as byte[] : null;
        cipher = facts is null ? null : PdfCipher.Open(key => Resolve(facts.GetValueOrDefault(key)), id ?? []);
        IsEncrypted = cipher is null;
    }

    /// <summary>A stream as it was before it was coded. What stands in a stream of objects is not coded once more.</summary>
    private PdfStream Plain(PdfStream stream, in Place place)
    {
        if (cipher is null) return stream;
        Spend(stream.Bytes.Count);
        return stream with { Bytes = cipher.Stream(stream, place.Number, place.Generation) };
    }

    private object? Plain(object? value, in Place place)
    {
        if (cipher is null || place.Bytes != bytes) return value;
        switch (value)
        {
            case byte[] text:
                return cipher.Text(text, place.Number, place.Generation);
            case List<object?> list:
                for (var i = 0; i < list.Count; i++) list[i] = Plain(list[i], place);
                return list;
            case Dictionary<string, object?> dictionary:
                foreach (var key in dictionary.Keys.ToList()) dictionary[key] = Plain(dictionary[key], place);
                return dictionary;
            default:
                return value;
        }
    }

    private static double NumberOf(Dictionary<string, object?> dictionary, string key)
        => dictionary.GetValueOrDefault(key) is double number ? number : 0;

    // "12 0 obj": the number before the word, after that of the edition.
    private (int Number, int Generation)? NumberBefore(int at)
    {
        var look = at - 1;
        if (!Digits(ref look, out var generation) || !Digits(ref look, out var number)) return null;
        return (number, generation);

        bool Digits(ref int look, out int value)
        {
            (value, var factor) = (0, 1);
            while (look >= 0 && PdfParser.IsSpace(bytes[look])) look--;
            var last = look;
            for (; look >= 0 && last - look < 9 && bytes[look] is >= (byte)'0' and <= (byte)'9'; look--)
            {
                value += (bytes[look] - '0') * factor;
                factor *= last - look < 8 ? 10 : 1;
            }

            return look < last;
        }
    }

    private PdfStream? StreamOf(Dictionary<string, object?> dictionary, int at, out int after)
    {
        after = at;
        var parser = new PdfParser(bytes, at);
        parser.SkipSpace();
        if (!bytes.AsSpan(Math.Min(parser.At, bytes.Length)).StartsWith("stream"u8)) return null;
        var start = parser.At + 6;
        if (start < bytes.Length && bytes[start] == '\r') start++;
        if (start < bytes.Length && bytes[start] == '\n') start++;
        var length = Resolve(dictionary.GetValueOrDefault("Length")) is double stated and >= 0 && stated <= bytes.Length - start
            && IsEnd(start + (int)stated) ? (int)stated : -1;
        if (length < 0)
        {
            // The length is wrong, or stands in an object that comes later.
            length = bytes.AsSpan(start).IndexOf("endstream"u8);
            if (length < 0) length = bytes.Length - start;
            Spend(length / 8);
        }

        after = start + length;
        return new PdfStream(dictionary, new ArraySegment<byte>(bytes, start, length));
    }

    private bool IsEnd(int at)
    {
        while (at < bytes.Length && PdfParser.IsSpace(bytes[at])) at++;
        return bytes.AsSpan(at).StartsWith("endstream"u8);
    }

    private void FindTrailer()
    {
        var end = bytes.Length;
        for (var i = 0; i < TrailersMax && bytes.AsSpan(0, end).LastIndexOf("trailer"u8) is >= 0 and var at; i++)
        {
            end = at;
            try
            {
                if (Read(bytes, at + 7, out _) is Dictionary<string, object?> trailer) TakeTrailer(trailer, at);
            }
            catch (InvalidDataException) when (work >= 0)
            {
                // Not a trailer, or a damaged one.
            }
        }
    }

    private void TakeTrailer(Dictionary<string, object?> trailer, int at)
    {
        protection ??= trailer.GetValueOrDefault("Encrypt");
        identifiers ??= trailer.GetValueOrDefault("ID");
        if (at < rootAt || !trailer.TryGetValue("Root", out var root)) return;
        (rootAt, rootReference) = (at, root);
    }

    private Dictionary<string, object?> AnyCatalog()
    {
        foreach (var number in Numbers)
        {
            if (Dictionary(new PdfReference(number)) is { } one && one.GetValueOrDefault("Type") is PdfName { Text: "Catalog" }) return one;
        }

        return [];
    }
}
