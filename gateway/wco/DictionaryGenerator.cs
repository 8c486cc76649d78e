using System.Globalization;
using System.Net;
using System.Text;

namespace Gateway.Wco;

/// <summary>A position that a mapping fills.</summary>
/// <param name="Mapping">Name of the mapping: <c>edifact/cuscar</c>.</param>
/// <param name="Root">Root document that it makes.</param>
/// <param name="Path">Names from the root document on: <c>Consignment/UCR/ID</c>.</param>
public sealed record FilledPosition(string Mapping, string Root, string Path);

/// <summary>Writes the model as one HTML page: every class with its positions, where each stands, which mapping fills it.</summary>
internal sealed class DictionaryGenerator
{
    private readonly ModelTable table;
    private readonly Dictionary<(string Class, string Name), SortedSet<string>> filled = [];
    private readonly Dictionary<string, List<string>> places = new(StringComparer.Ordinal);
    private readonly StringBuilder page = new();

    private DictionaryGenerator(ModelTable model) => table = model;

    /// <summary>The page as UTF-8.</summary>
    public static byte[] Write(ModelTable table, IEnumerable<FilledPosition> filled)
    {
        var generator = new DictionaryGenerator(table);
        foreach (var position in filled) generator.Mark(position);
        foreach (var root in table.Roots) generator.FindPlaces(root);
        generator.WritePage();
        return Encoding.UTF8.GetBytes(generator.page.ToString());
    }

    /// <summary>Marks every position on the way to the one that is filled.</summary>
    private void Mark(FilledPosition position)
    {
        var at = table.Roots.FirstOrDefault(root => root.Name == position.Root)?.Use;
        foreach (var step in position.Path.Split('/', '@'))
        {
            if (at is null || table[at].FirstOrDefault(row => row.Name == step) is not { } row) return;
            if (!filled.TryGetValue((at, step), out var mappings))
            {
                filled.Add((at, step), mappings = new SortedSet<string>(StringComparer.Ordinal));
            }

            mappings.Add(position.Mapping);
            at = row.IsValue ? null : row.Use;
        }
    }

    /// <summary>The shortest way from a root document to each class that it uses, breadth first.</summary>
    private void FindPlaces(ModelRow root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { root.Use };
        var next = new Queue<(string Class, string Path)>();
        next.Enqueue((root.Use, root.Name));
        while (next.TryDequeue(out var at))
        {
            if (!places.TryGetValue(at.Class, out var paths)) places.Add(at.Class, paths = []);
            paths.Add(at.Path);
            foreach (var row in table[at.Class])
            {
                if (!row.IsValue && seen.Add(row.Use)) next.Enqueue((row.Use, $"{at.Path}/{row.Name}"));
            }
        }
    }

    private void WritePage()
    {
        page.Append(Head);
        page.Append("<h1>Data dictionary</h1>\n<p>The canonical model of the gateway, namespace <code>").Append(WcoModel.Namespace)
            .Append("</code>. Identifiers are those of the WCO Data Model, numbers those of the UN/TDED; ")
            .Append("both are empty where a position is our own. ")
            .Append("A position is marked <b class=f>●</b> when a mapping of this distribution fills it.</p>\n")
            .Append("<p><input id=q type=search placeholder=\"name, identifier, number or word\" aria-label=\"Search\" autofocus> ")
            .Append("<span id=n></span></p>\n");
        foreach (var root in table.Roots) WriteRoot(root);
        foreach (var name in table.Classes) WriteClass(name);
        page.Append(Script);
    }

    private void WriteRoot(ModelRow root)
        => page.Append("<p class=root><a href=\"#").Append(root.Use).Append("\"><b>").Append(root.Name).Append("</b></a> ")
            .Append("<code>").Append(root.Id).Append("</code> ").Append(WebUtility.HtmlEncode(root.Description)).Append("</p>\n");

    private void WriteClass(string name)
    {
        page.Append("<section id=\"").Append(name).Append("\"><h2>").Append(name).Append("</h2>\n");
        if (places.TryGetValue(name, out var paths))
        {
            page.Append("<p class=at>").AppendJoin("<br>", paths).Append("</p>\n");
        }

        page.Append("<table><thead><tr><th>Name<th>WCO<th>TDED<th>Format<th>Occurs<th>Code list<th>Meaning<th>Filled by")
            .Append("</tr></thead><tbody>\n");
        foreach (var row in table[name]) WriteRow(row, name);
        page.Append("</tbody></table></section>\n");
    }

    private void WriteRow(ModelRow row, string at)
    {
        page.Append("<tr id=\"").Append(at).Append('.').Append(row.Name).Append("\"><td>");
        if (row.IsValue) page.Append(row.Name);
        else page.Append("<a href=\"#").Append(row.Use).Append("\">").Append(row.Name).Append("</a>");
        page.Append("<td>").Append(IdsOf(row)).Append("<td>");
        if (row.Tded > 0) page.Append(row.Tded.ToString("0000", CultureInfo.InvariantCulture));
        page.Append("<td>").Append(row.IsValue ? row.Format.Text.Length == 0 ? "an" : row.Format.Text : row.Use)
            .Append("<td>").Append(row.Min).Append("..")
            .Append(row.Max == int.MaxValue ? "n" : row.Max.ToString(CultureInfo.InvariantCulture))
            .Append("<td>").Append(row.List).Append("<td>").Append(WebUtility.HtmlEncode(row.Description)).Append("<td>");
        if (filled.TryGetValue((at, row.Name), out var mappings))
        {
            page.Append("<b class=f>●</b> ").AppendJoin(", ", mappings);
        }

        page.Append("</tr>\n");
    }

    private static string IdsOf(ModelRow row) => row.Ids.Length == 0 ? row.Id : $"{row.Id}<br><small>{row.Ids}</small>";

    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Data dictionary</title>
        <style>
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2733;background:#fff}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #dde3ea}
        th{font-weight:600;color:#52616f}h2{margin:2rem 0 .2rem}
        code,.at,small{font-family:ui-monospace,monospace;font-size:.85em;color:#52616f}
        .f{color:#0a7d4b}input{font:inherit;padding:.4rem .6rem;width:24rem;max-width:100%}.root{margin:.1rem 0}a{color:#0b5cad}
        tr:target{background:#fff6d6}[hidden]{display:none}
        @media(prefers-color-scheme:dark){
        body{background:#11171d;color:#dbe4ec}th,td{border-color:#2b3843}a{color:#7ab8ff}th,code,.at,small{color:#93a4b3}
        tr:target{background:#3a3413}.f{color:#4cd39a}}
        </style></head><body>

        """;

    private const string Script = """
        <script>
        const field = document.getElementById('q'), count = document.getElementById('n')
        const rowsOf = s => [...s.querySelectorAll('tbody tr')].map(r => ({ r, text: (s.id + ' ' + r.textContent).toLowerCase() }))
        const sections = [...document.querySelectorAll('section')].map(s => ({ s, rows: rowsOf(s) }))
        function filter() {
          const words = field.value.toLowerCase().split(/\s+/).filter(Boolean)
          let shown = 0
          for (const { s, rows } of sections) {
            let any = false
            for (const { r, text } of rows) {
              const hit = words.every(w => text.includes(w))
              r.hidden = !hit
              any ||= hit
              if (hit) shown++
            }
            s.hidden = !any
          }
          count.textContent = shown + ' positions'
        }
        field.addEventListener('input', filter)
        filter()
        </script>
        </body></html>

        """;
}
