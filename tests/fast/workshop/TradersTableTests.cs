using Gateway.Host.Workshop;
using Gateway.Mappings;

namespace Gateway.Tests.Fast.Workshop;

/// <summary>Tables as traders write them: headers and labels of many kinds, each read as a whole by the mapping that is meant for it.</summary>
public sealed class TradersTableTests : IDisposable
{
    private readonly SiteFolder site = new();

    /// <summary>The mapping and the table.</summary>
    public static TheoryData<string, string> Tables => new()
    {
        {
            "csv/invoice",
            """
            COMMERCIAL INVOICE,,,,,,,,,
            Shipper,NINGBO SUNRISE IMP. & EXP. CO. LTD,,,Inv. #:,SR26-118,,,,
            Sold to,HARBOUR TOYS BV,,,Inv. Date,2026-03-04,,,,
            P.O. #,4500012,,,Terms,FOB NINGBO,,,,
            M/V,EVER GIVEN,,,B/L #,NGB00123,,,,
            S/N,Item Ref.,Full Description of Goods,H.S. Code,COO,Q'ty,UOM,U/P (USD),Amt (USD),CTNS,N.W. (kgs),G/W,MEAS (CBM),Marks & Nos,Cntr No.
            1,T-100,Wooden train,9503.00,CN,"1,200",PCS,2.50,"3,000.00",60,540,600,4.2,N/M,MSKU6011672
            2,T-101,Wooden car,9503.00,CN,800,PCS,1.25,"1,000.00",40,200,240,2.1,N/M,MSKU6011672
            TOTAL,,,,,2000,,,"4,000.00",100,740,840,6.3,,
            """
        },
        {
            "csv/invoice",
            """
            Exporter:,ACME LTD,,Invoice ref:,INV-77,,
            Cnee:,GLOBEX INC,,Dated:,04 Mar 2026,,
            Port of shipment:,SHANGHAI,,Port of destination:,HAMBURG,,
            Incoterms,CIF HAMBURG,,CCY,EUR,,
            Item number,Particulars,HTS code,Country of manufacture,Shipped qty,Units of measure,Unit cost,Line amount,Nett wt (kg),Gr. wt. (kg),Total cartons,Vol (m3)
            A1,Bolts,7318.15,China,100,PCS,0.50,50.00,10,11,1,0.1
            A2,Nuts,7318.16,China,200,PCS,0.25,50.00,5,6,1,0.1
            """
        },
        {
            "csv/invoice",
            """
            商业发票,,,,,
            供应商:,宁波阳光进出口有限公司,,发票编码:,NB-2026-9,
            客户:,HARBOUR TOYS BV,,开票日期:,2026-03-04,
            启运港:,宁波,,抵运港:,汉堡,
            产品编号,商品描述,税号,原产地,总数,计量单位,价格(USD),总额(USD),总净重(KGS),总毛重(KGS),总件数,总体积(CBM),麦头
            T1,玩具,950300,中国,100,个,2,200,10,12,5,0.4,N/M
            合计,,,,100,,,200,10,12,5,0.4,
            """
        },
        {
            "csv/invoice",
            """
            Supplier,ACME,,Commercial Invoice No.,CI-5,
            Bill-to,GLOBEX,,Issue Date,2026-03-04,
            No. of pcs,Commodity,Customs tariff no.,Unit Price (USD),Total USD,Stock code,N.W,G.W,Container #,PO number
            10,Lamps,940511,3,30,L1,4,5,TGHU1234567,P1
            """
        },
        {
            "csv/packing-list",
            """
            PACKING LIST,,,,
            Shipper:,ACME LTD,,P/L #:,PL-1
            Cnee:,GLOBEX,,Dated:,2026-03-04
            Ctn No.,Item number,Goods description,H.S. Code,Qty (pcs),CTNS,N.W. (kgs),G.W. (kgs),MEAS (CBM),Ctn dims (cm),Cont. no.,Seal #,Kind of packages
            1-10,A1,Bolts,731815,1000,10,100,110,0.5,40x30x20,MSKU6011672,S1,Cartons
            11-20,A2,Nuts,731816,1000,10,100,110,0.5,40x30x20,TGHU1234567,S2,Cartons
            TOTAL,,,,2000,20,200,220,1.0,,,
            """
        },
        {
            "csv/packing-list",
            """
            装箱单,,,,
            托运人:,宁波阳光,,装箱单编号:,PL-9
            箱号,产品编号,商品描述,税号,总数,总箱数,总净重,总毛重,总体积,外箱规格,柜号,封条号
            1-5,T1,玩具,950300,100,5,10,12,0.4,40*30*20,MSKU6011672,S9
            合计,,,,100,5,10,12,0.4,,,
            """
        },
        {
            "csv/packing-list",
            """
            Consignor,ACME,,Packing list number,PL-3
            Plt No,Part number,Particulars,Shipped qty,UOM,Nett weight,Gross wt,Volume,Total packages,Type of packages,Country of origin,Lot no,P.O. #
            P1,A1,Bolts,10,PCS,4,5,0.1,1,Pallet,CN,L9,4500
            """
        },
        {
            "csv/manifest-list",
            """
            CARGO MANIFEST,,,,
            M/V,EVER GIVEN,,Voy. No.,026E
            IMO No.,9811000,,Flag,PA
            POL,CNNGB,,POD,NLRTM
            B/L No.,Master B/L,Shpr,Cnee,Ntfy,POR,POL,POD,FND,Cntr No.,Sz/Tp,F/E,Seal No.,No. of Pkgs,Kind of Pkgs,Marks & Nos,Description of Goods,H.S. Code,UN No.,IMO Class,G.W. (KGS),MEAS (CBM),P/C,UCR
            B1,M1,ACME,GLOBEX,SAME,NINGBO,CNNGB,NLRTM,ROTTERDAM,MSKU6011672,22G1,F,S1,10,CT,N/M,TOYS,950300,1950,2.1,1000,5.5,P,U1
            """
        },
        {
            "csv/manifest-list",
            """
            Ship's name,EVER GIVEN,,Voyage number,026E
            Bill No.,Container type,Container number,Seal,Packs,Pack type,Commodity description,Gross wt (kg),Vol (m3),Consignor,Receiver,Port of loading,Port of unloading,Place of delivery,DG class,UN number,Payment
            B1,22G1,MSKU6011672,S1,10,CT,TOYS,1000,5,ACME,GLOBEX,CNNGB,NLRTM,ROTTERDAM,2.1,1950,P
            """
        },
        {
            "csv/manifest-list",
            """
            舱单号:,M1,,船名:,长赐轮
            提单号码,托运人,收货人,通知人,启运港,卸港,箱号,箱型,封条号,件数,包装种类,品名,税号,毛重(KGS),体积(CBM)
            B1,宁波,环球,同上,宁波,鹿特丹,MSKU6011672,22G1,S1,10,纸箱,玩具,950300,1000,5
            """
        },
    };

    public void Dispose() => site.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_is_read_by_its_mapping_and_no_column_is_left_over(string mapping, string table)
    {
        site.Write("corpus/table.csv", table);
        var (report, _, _) = await CoverageCommand.Measure(
            TestBench.Own, mapping, site.At("corpus"), new Progress(null), CancellationToken.None);
        Assert.Single(report.Files);
        Assert.DoesNotContain(report.Unread, place => place.Path.StartsWith("Row/", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Unread, place => IsLabel(place.Texts));
    }

    // What stands in a cell of its own and is no title was a label or its value.
    private static bool IsLabel(IEnumerable<string> texts)
        => texts.Any(text => text.EndsWith(':') || text.EndsWith('.') || text.EndsWith('#'));
}
