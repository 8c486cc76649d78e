using Gateway.Formats;

namespace Gateway.Host.Cli;

/// <summary>What stands in the example of a template: something that a trader would write there.</summary>
internal static class TemplateExample
{
    // By the end of the target that is made from the value; the first that fits.
    private static readonly (string Tail, string Example)[] ByTarget =
    [
        ("/Seller/Name", "Ningbo Sunrise Trading Co., Ltd"), ("/Consignor/Name", "Ningbo Sunrise Trading Co., Ltd"),
        ("/Buyer/Name", "Hansa Import GmbH"), ("/Consignee/Name", "Hansa Import GmbH"), ("/NotifyParty/Name", "Elbe Customs Brokers"),
        ("/Carrier/Name", "Harbour Line"), ("/Agent/Name", "Port Agency Mueller"), ("/Master/Name", "A. Jansen"),
        ("TransportMeans/Name", "HARBOUR CONSTANCY"), ("TransportMeans/ID", "9074729"), ("/JourneyID", "026W"),
        ("/LoadingLocation/Name", "Ningbo"), ("/UnloadingLocation/Name", "Hamburg"),
        ("/GoodsReceiptPlace/ID", "CNNGB"), ("/LoadingLocation/ID", "CNNGB"), ("/UnloadingLocation/ID", "DEHAM"),
        ("/DeliveryDestination/ID", "DEHAM"), ("/RegistrationNationalityCode", "LR"), ("/CountryCode", "CN"),
        ("/Commodity/Description", "Cotton T-shirts"), ("/CargoDescription", "Cotton T-shirts"), ("/ProductID", "TS-100"),
        ("/BrandName", "Sunrise"), ("/Classification/ID", "61091000"), ("/IdentifiedItem/ID", "LOT-7"),
        ("/UNDGID", "1263"), ("/HazardClassID", "3"), ("/TransportEquipment/ID", "CSQU3054383"),
        ("/CharacteristicCode", "22G1"),
        ("/Seal/ID", "SL448120"), ("/Seal", "SL448120"), ("/MarksNumbersID", "HANSA 1-10"), ("/StatementDescription", "60 x 40 x 30 cm"),
        ("/TransportContractDocument/ID", "HRBL77120"), ("/AssociatedTransportDocument/ID", "MBL4711"),
        ("/PreviousDocument/ID", "PO-2026-031"), ("/AdditionalDocument/ID", "INV-2026-118"), ("/UCR/ID", "26CN9131000000001"),
        ("/TradeTerms/ConditionCode", "FOB Ningbo"), ("/TradeTerms/Description", "FOB Ningbo"),
        ("/PaymentTerms/Description", "30 days net"),
        ("/Currency", "EUR"), ("/CurrencyTypeCode", "EUR"), ("@currencyID", "EUR"), ("/Line/ID", "1"),
        ("/GrossMassMeasure", "120.5"), ("/NetNetWeightMeasure", "110"),
        ("/GrossVolumeMeasure", "1.8"), ("/InvoicedQuantity", "100"), ("/DespatchedQuantity", "100"), ("/UnitPriceAmount", "2.5"),
        ("/ItemChargeAmount", "250"), ("/QuantityQuantity", "10"), ("/AllowanceCharge/Amount", "120"),
    ];

    /// <summary>An example.</summary>
    /// <param name="target">The place that is made from the value, else the value's own name; null when it has no place.</param>
    /// <param name="kind">What its cells take.</param>
    /// <param name="codes">What may be chosen.</param>
    public static string Of(string? target, TemplateValue kind, IReadOnlyList<string> codes)
    {
        var path = target is null ? "" : "/" + string.Join('/', target.Split('/').Select(step => step.Split('[')[0])).TrimStart('/');
        var known = ByTarget.FirstOrDefault(example => path.EndsWith(example.Tail, StringComparison.Ordinal)).Example;
        if (kind == TemplateValue.Date) return "2026-03-11";
        if (codes.Count > 0) return known is not null && codes.Contains(known) ? known : codes[0];
        // What is not known must not read like the heading of another value.
        return known ?? (kind == TemplateValue.Number ? "1" : "ABC-0001");
    }
}
