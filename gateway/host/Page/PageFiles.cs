using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Host.Http;

namespace Gateway.Host.Page;

/// <summary>The files of the page, as they are in the program.</summary>
internal static class PageFiles
{
    /// <summary>The page loads nothing but its own files, runs nothing inline and is framed by nobody.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, (byte[] Bytes, string MediaType, string Tag)> Files = Load();

    /// <summary>Answers with a file.</summary>
    public static Task Write(HttpContext context, string name)
    {
        if (!Files.TryGetValue(name, out var file)) return Problem.NotFound.Write(context);
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.MediaType;
        response.ContentLength = file.Bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, (byte[], string, string)> Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        const string prefix = "page/";
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
            name => name[prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return (bytes, MediaTypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
            },
            StringComparer.Ordinal);
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/json",
    };
}
