using Gateway.Documents;
using Gateway.Tests.Fast.Forms;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Wco;

public sealed class WcoModelTests
{
    private static Tree Sample() => new DocumentBuilder(WcoModel.Root("CargoReport"))
        .Value("WCOTypeName", "CRI").Value("SourceInterchangeID", "IC1")
        .Open("CargoReport").Value("ID", "M1")
        .Open("Consignment")
        .Open("TransportContractDocument").Value("ID", "BL1").Close()
        .Open("Consignor").Value("ID", "P1").Close()
        .Open("TransportEquipment").Value("ID", "CSQU3054383").Close()
        .Open("TransportEquipment").Value("ID", "MSKU6011672").Value("GrossMassMeasure", "5", "unitCode", "KGM").Close()
        .Close()
        .Open("Consignment").Open("TransportEquipment").Value("ID", "CSQU3054383").Close().Close()
        .Done();

    [Fact]
    public void Every_name_of_the_shipped_model_begins_with_a_capital_and_every_use_is_a_class()
    {
        foreach (var root in WcoModel.Roots)
        {
            var schema = WcoModel.Root(root);
            foreach (var position in schema.Positions[1..])
            {
                Assert.True(position.Kind == PositionKind.Attribute || char.IsAsciiLetterUpper(position.Name[0]), position.Name);
                Assert.NotNull(position.JsonName);
                Assert.True(position.Kind == PositionKind.Root || !string.IsNullOrWhiteSpace(position.Description), position.Name);
            }
        }
    }

    [Fact]
    public void Code_lists_of_the_model_are_shipped()
    {
        var schema = WcoModel.Root("CargoReport");
        var lists = schema.Positions.ToArray().Select(p => p.Type?.CodeList).OfType<string>().Distinct().ToList();
        Assert.Contains("rec21", lists);
        foreach (var list in lists)
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, "schemas", "codelists", list + ".csv"));
            Assert.StartsWith($"# {list} ", lines[0], StringComparison.Ordinal);
            Assert.True(lines.Length > 3);
        }
    }

    [Theory]
    [InlineData("WCODataModelVersionCode", "wcoDataModelVersionCode")]
    [InlineData("WCOTypeName", "wcoTypeName")]
    [InlineData("TestIndicator", "testIndicator")]
    public void Json_names_have_their_leading_capitals_lowered(string name, string expected)
    {
        var schema = WcoModel.Root("CargoReport");
        Assert.Equal(expected, schema[schema.Child(Schema.Root, name)].JsonName);
    }

    [Fact]
    public void Identifiers_of_a_shared_class_are_those_of_its_use()
    {
        var schema = WcoModel.Root("CargoReport");
        var consignment = schema.Child(schema.Child(Schema.Root, "CargoReport"), "Consignment");
        Assert.Equal("R021", schema[schema.Child(schema.Child(consignment, "Consignor"), "ID")].WcoId);
        Assert.Equal("R015", schema[schema.Child(schema.Child(consignment, "Consignee"), "ID")].WcoId);
        Assert.Null(schema[schema.Child(schema.Child(consignment, "AdditionalParty"), "ID")].WcoId);
    }

    [Fact]
    public void A_class_is_a_schema_of_its_own_for_fragments()
    {
        Assert.True(WcoModel.Class("Party")!.Child(Schema.Root, "Address") > 0);
        Assert.Null(WcoModel.Class("Parties"));
        Assert.Null(WcoModel.Class("Any"));
        Assert.Throws<ArgumentException>(() => WcoModel.Root("Party"));
    }

    [Fact]
    public void Addresses_of_a_node_lead_back_to_it()
    {
        var tree = Sample();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            Assert.Equal(node, WcoModel.Find(tree, WcoModel.Path(tree, node)));
            Assert.Equal(node, WcoModel.Find(tree, "/Documents" + WcoModel.Path(tree, node)));
            Assert.Equal(node, WcoModel.Find(tree, WcoModel.JsonPointer(tree, node)));
            Assert.Equal(WcoModel.Pointer(tree, node), WcoModel.Pointer(tree, WcoModel.Find(tree, WcoModel.Pointer(tree, node))));
            Assert.Equal(node, WcoModel.Find(tree, "/7" + WcoModel.JsonPointer(tree, node)));
        }
    }

    [Fact]
    public void Addresses_are_written_as_customs_programs_and_people_do()
    {
        var tree = Sample();
        var node = WcoModel.Find(tree, "/Documents/MetaData[4]/CargoReport/Consignment/TransportEquipment[2]/ID");
        Assert.Equal("MSKU6011672", tree.Text(node));
        Assert.Equal("42A/28A[1]/31B[2]/159", WcoModel.Pointer(tree, node));
        Assert.Equal("/cargoReport/consignment/0/transportEquipment/1/id", WcoModel.JsonPointer(tree, node));
        Assert.Equal("/MetaData/CargoReport/Consignment[1]/TransportEquipment[2]/ID", WcoModel.Path(tree, node));
        var unit = WcoModel.Find(tree, "/cargoReport/consignment/0/transportEquipment/1/grossMassMeasure/unit");
        Assert.Equal("/MetaData/CargoReport/Consignment[1]/TransportEquipment[2]/GrossMassMeasure/@unitCode", WcoModel.Path(tree, unit));
        Assert.Equal("MetaData/WCOTypeName", WcoModel.Pointer(tree, 1));
        Assert.Equal(-1, WcoModel.Find(tree, "/MetaData/CargoReport/Consignment[3]"));
        Assert.Equal(-1, WcoModel.Find(tree, "/MetaData/CargoReport/Consignment[x]"));
        Assert.Equal(-1, WcoModel.Find(tree, "/cargoReport/consignment/99999999999999/id"));
    }

    [Fact]
    public void Keys_are_each_given_once_in_the_order_of_the_document()
        => Assert.Equal(
            [("interchange", "IC1"), ("document", "M1"), ("bill", "BL1"), ("container", "CSQU3054383"), ("container", "MSKU6011672")],
            WcoModel.Keys(Sample()));

    [Fact]
    public void Finding_codes_are_unique_and_complete()
    {
        var codes = WcoFindings.All.Concat(Gateway.Forms.FormFindings.All).ToList();
        Assert.Equal(codes.Count, codes.Select(code => code.Id).Distinct().Count());
        Assert.All(codes, code => Assert.True(code.Sentence[^1] == '.' && code.Cause[^1] == '.' && code.Fix[^1] == '.', code.Id));
    }
}
