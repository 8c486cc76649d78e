using System.Globalization;
using System.Xml.Linq;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Counts a cargo report in its XML form as <see cref="IndependentCount"/> counts a manifest.</summary>
internal static class DocumentCount
{
    public static ManifestCount Of(XElement root)
    {
        var report = Below(root, "CargoReport").Single();
        var equipment = report.Descendants().Where(e => e.Name.LocalName == "TransportEquipment").ToList();
        var containers = new SortedSet<string>(
            equipment.SelectMany(e => Below(e, "ID")).Select(e => e.Value), StringComparer.Ordinal);
        var seals = equipment.Where(e => e.Parent!.Name.LocalName != "ConsignmentItem")
            .GroupBy(e => Below(e, "ID").FirstOrDefault()?.Value ?? "")
            .Sum(same => Below(same.First(), "Seal").Count());
        var items = Below(report, "Consignment").SelectMany(c => Below(c, "ConsignmentItem")).ToList();
        var packages = items.SelectMany(i => Below(i, "Packaging"))
            .SelectMany(p => Below(p, "QuantityQuantity")).Sum(Number);
        var mass = items.SelectMany(i => Below(i, "GoodsMeasure")).SelectMany(m => Below(m, "GrossMassMeasure"))
            .Sum(m => Number(m) * ((string?)m.Attribute("unitCode") == "TNE" ? 1000 : 1));
        return new ManifestCount(
            Below(report, "Consignment").Count(), string.Join(' ', containers), seals, packages, mass);
    }

    public static IEnumerable<XElement> Below(XElement parent, string name)
        => parent.Elements().Where(e => e.Name.LocalName == name);

    private static decimal Number(XElement value) => decimal.Parse(value.Value, CultureInfo.InvariantCulture);
}
