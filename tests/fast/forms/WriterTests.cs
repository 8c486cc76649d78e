using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Documents;
using Gateway.Forms;
using Gateway.Wco;
using Xunit;

namespace Gateway.Tests.Fast.Forms;

public sealed class WriterTests
{
    private static Tree Sample() => new DocumentBuilder(WcoModel.Root("CargoReport"))
        .Value("WCODataModelVersionCode", "3.11").Value("WCOTypeName", "CRI").Value("TestIndicator", "true")
        .Open("CargoReport")
        .Value("FunctionCode", "9").Value("ID", "A & \"B\" <C>")
        .Open("Consignment").Value("SequenceNumeric", "1")
        .Value("TotalGrossMassMeasure", "12.50", "unitCode", "KGM").Close()
        .Open("Consignment").Value("SequenceNumeric", "02").Open("Consignor").Value("Name", "Ärger\u0001\r").Close().Close()
        .Done();

    internal static string Json(Tree tree)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonForm.Write(tree, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal static string Xml(Tree tree)
    {
        var output = new ArrayBufferWriter<byte>();
        XmlForm.Write(tree, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Json_has_arrays_for_what_repeats_and_decimals_verbatim()
    {
        Assert.Equal(
            "{\"wcoDataModelVersionCode\":\"3.11\",\"wcoTypeName\":\"CRI\",\"testIndicator\":true,\"cargoReport\":{"
            + "\"functionCode\":\"9\",\"id\":\"A & \\\"B\\\" <C>\",\"consignment\":[{\"sequenceNumeric\":1,"
            + "\"totalGrossMassMeasure\":{\"value\":12.50,\"unit\":\"KGM\"}},{\"sequenceNumeric\":\"02\","
            + "\"consignor\":{\"name\":\"Ärger\\u0001\\r\"}}]}}",
            Json(Sample()));
    }

    [Fact]
    public void Xml_escapes_what_it_cannot_hold()
    {
        Assert.Equal(
            "<MetaData xmlns=\"urn:gateway:wco:1\"><WCODataModelVersionCode>3.11</WCODataModelVersionCode>"
            + "<WCOTypeName>CRI</WCOTypeName><TestIndicator>true</TestIndicator><CargoReport><FunctionCode>9</FunctionCode>"
            + "<ID>A &amp; \"B\" &lt;C&gt;</ID><Consignment><SequenceNumeric>1</SequenceNumeric>"
            + "<TotalGrossMassMeasure unitCode=\"KGM\">12.50</TotalGrossMassMeasure></Consignment>"
            + "<Consignment><SequenceNumeric>02</SequenceNumeric><Consignor><Name>Ärger_x0001_&#xD;</Name></Consignor>"
            + "</Consignment></CargoReport></MetaData>",
            Xml(Sample()));
    }

    // Short texts are looked through and copied as one block; those at the end of a document have nothing behind them.
    [Theory]
    [InlineData("")]
    [InlineData("behind it stands more than a block")]
    public void A_special_character_is_escaped_wherever_it_stands_in_a_text(string behind)
    {
        foreach (var special in (string[])["\"", "\\", "<", ">", "&", "_", "'", "\n", "\t", " ", "~", "=", "?", "é", "漢"])
        {
            for (var length = 1; length <= 20; length++)
            {
                for (var at = 0; at < length; at++)
                {
                    var text = new string('a', at) + special + new string('z', length - at - 1);
                    var builder = new DocumentBuilder(WcoModel.Root("CargoReport")).Open("CargoReport").Value("ID", text);
                    var tree = behind.Length == 0 ? builder.Done() : builder.Value("VersionID", behind).Done();

                    var json = JsonDocument.Parse(Json(tree)).RootElement.GetProperty("cargoReport").GetProperty("id").GetString();
                    var xml = XElement.Parse(Xml(tree), LoadOptions.PreserveWhitespace).Descendants().First(e => e.Name.LocalName == "ID").Value;

                    Assert.Equal((text, text), (json, xml));
                }
            }
        }
    }
}
