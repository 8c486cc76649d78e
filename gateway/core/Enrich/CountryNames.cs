using System.Buffers;
using System.Text;
using Gateway.Contracts;
using Gateway.Documents;

namespace Gateway.Core;

/// <summary>Writes the country's name beside its code, from the code list <c>countries</c>.</summary>
internal sealed class CountryNames(CodeList countries) : IEnricher
{
    private readonly string source = $"{countries.Name} {countries.Edition}";

    /// <inheritdoc/>
    public string Name => "countries";

    /// <inheritdoc/>
    public ValueTask Enrich(Tree document, DateOnly on, IAdditions additions, CancellationToken stop)
    {
        var nodes = document.Nodes;
        Span<char> code = stackalloc char[2];
        for (var node = 1; node < nodes.Length; node++)
        {
            var position = nodes[node].Position;
            if (position == 0 || nodes[node].Length != 2 || NameFor(document, node, position) is not { } name) continue;
            if (Ascii.ToUtf16(document.Bytes(node), code, out _) != OperationStatus.Done) continue;
            if (countries.Find(code, on) is not { } country) continue;
            additions.Add(document.Parent(node), name, country.Name, source, on);
        }

        return ValueTask.CompletedTask;
    }

    // CountryCode beside CountryName (an address, a place), or ID beside Name where the ID is a country (ExportCountry).
    private static string? NameFor(Tree document, int node, int position)
    {
        if (document.Schema![position].Type?.CodeList != "countries") return null;
        return document.NameOf(node) switch
        {
            "CountryCode" => "CountryName",
            "ID" => "Name",
            _ => null,
        };
    }
}
