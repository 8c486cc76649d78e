using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gateway.Host.Http;

/// <summary>A form with files, read part by part while it arrives (RFC 7578).</summary>
internal sealed class UploadForm(string boundary, Stream body)
{
    private const int PartsMax = 200;
    private const int BoundaryMax = 70;
    private const int FieldBytesMax = 4096;
    private const int NameLengthMax = 200;

    private readonly MultipartReader reader = new(boundary, body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
    private int parts;

    /// <summary>The boundary of a form's parts; null where the body is not a form.</summary>
    /// <exception cref="RefusedException">It is one, without a usable boundary.</exception>
    public static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= BoundaryMax ? boundary : throw new RefusedException(Problem.Malformed);
    }

    /// <summary>A file name without what could do harm in a log or a header; null when nothing is left or it is too long.</summary>
    public static string? Harmless(string? name)
        => name is { Length: > 0 and <= NameLengthMax } && !name.Any(char.IsControl) ? name : null;

    /// <summary>The next part; its body is read before the one after it.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="RefusedException">There are too many, or it is no form.</exception>
    public async ValueTask<UploadPart?> Next(CancellationToken stop)
    {
        try
        {
            if (await reader.ReadNextSectionAsync(stop) is not { } section) return null;
            if (++parts > PartsMax) throw new RefusedException(Problem.TooManyFiles);
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw new RefusedException(Problem.Malformed);
            }

            var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            // A file field where nothing was chosen has an empty name.
            if (given.HasValue && HeaderUtilities.RemoveQuotes(given).Length == 0)
            {
                return await Next(stop);
            }

            var isFile = given.HasValue;
            // Some browsers send a path; only its end is a name.
            var name = Harmless(HeaderUtilities.RemoveQuotes(given).ToString().Split('/', '\\')[^1]);
            return new UploadPart(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), isFile, name, section.ContentType,
                new MeteredStream(section.Body, Documents.Limits.HttpBodyBytesMax, static _ => { }));
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The reader says so of a form that ends too early or has too many headers.
            throw new RefusedException(Problem.Malformed);
        }
    }

    /// <summary>The text of a field.</summary>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static async ValueTask<string> Text(UploadPart part, CancellationToken stop)
    {
        var text = new byte[FieldBytesMax + 1];
        var count = await part.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, stop);
        return count <= FieldBytesMax ? Encoding.UTF8.GetString(text, 0, count).Trim() : throw new RefusedException(Problem.Malformed);
    }
}

/// <summary>A part of a form.</summary>
internal sealed record UploadPart(string Field, bool IsFile, string? FileName, string? MediaType, Stream Body);
