using System.Text;
using CsCheck;
using Gateway.Channels;
using Gateway.Contracts;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Gateway.Tests.Fast.Channels;

/// <summary>What a mail says of how it wants to be answered, and the mail that answers it.</summary>
public sealed class AnswerMailTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-answers-").FullName;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private string Counts => Path.Combine(folder, "counts");

    public void Dispose() => Directory.Delete(folder, true);

    private static ReplyAddress Read(string head) => MailHead.Read(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n"), ["gw@customs.example"]);

    private static MimeMessage Make(ReplyAddress reply, params AnswerFile[] others)
        => AnswerMail.Make("0123abcd", reply, "gw@customs.example", new AnswerFile("s.report.txt", "text/plain; charset=utf-8", "Grüße\n"u8.ToArray()), others, Now);

    private static byte[] Bytes(MimeMessage mail)
    {
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        return bytes.ToArray();
    }

    [Fact]
    public void The_report_is_the_text_and_every_other_file_is_attached_as_it_is()
    {
        var contrl = new AnswerFile("a.edi.contrl.edi", "application/EDIFACT", "UNB+UNOA:1+'\r\n"u8.ToArray());
        var sheet = new AnswerFile("../t\r\nX: y.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", new byte[] { 0, 13, 10, 255 });
        var mail = MimeMessage.Load(new MemoryStream(Bytes(Make(Read("From: a@b.example\nSubject: s\n"), contrl, sheet))));
        Assert.Equal("Grüße\n", mail.TextBody!.ReplaceLineEndings("\n"));
        var files = mail.Attachments.Cast<MimePart>().ToList();
        Assert.Equal(["a.edi.contrl.edi", "_t__X: y.xlsx"], files.Select(f => f.FileName));
        Assert.Equal([contrl.Bytes.ToArray(), sheet.Bytes.ToArray()], files.Select(f =>
        {
            using var content = new MemoryStream();
            f.Content!.DecodeTo(content);
            return content.ToArray();
        }));
    }

    [Fact]
    public void The_same_answer_is_the_same_mail_whenever_it_is_sent()
    {
        var reply = Read("From: a@b.example\nSubject: s\nMessage-ID: <m@b.example>\n");
        var other = new AnswerFile("c.edi", "application/EDIFACT", new byte[] { 1 });
        Assert.Equal(Bytes(Make(reply, other)), Bytes(Make(ReplyAddress.Read(reply.Write())!, other)));
        Assert.Equal("0123abcd@customs.example", Make(reply).MessageId);
    }

    [Theory]
    [InlineData("Subject: s", "Re: s")]
    [InlineData("Subject: RE: s", "RE: s")]
    [InlineData("X: y", "Re: your mail")]
    [InlineData("Subject: =?utf-8?B?TWFuaWZlc3QgTcO8bmNoZW4=?=", "Re: Manifest München")]
    public void The_subject_is_that_of_the_question(string header, string subject)
        => Assert.Equal(subject, Make(Read("From: a@b.example\n" + header + "\n")).Subject);

    [Theory]
    [InlineData("From: a@b.example\nReply-To: c@d.example\n", "c@d.example")]
    [InlineData("From: \"A, B\" <a@b.example>\n", "a@b.example")]
    [InlineData("From: a@b.example\nReply-To: nonsense\n", "a@b.example")]
    [InlineData("X: y\n", null)]
    public void The_answer_goes_to_ReplyTo_or_else_to_From(string head, string? to) => Assert.Equal(to, Read(head).To);

    [Theory]
    [InlineData("Auto-Submitted: no", true)]
    [InlineData("Auto-Submitted: auto-replied", false)]
    [InlineData("Precedence: first-class", true)]
    [InlineData("X-Auto-Response-Suppress: OOF", true)]
    [InlineData("X-Auto-Response-Suppress: All", false)]
    [InlineData("Return-Path: <bounce@b.example>", true)]
    [InlineData("Content-Type: multipart/mixed; boundary=report", true)]
    [InlineData("Reply-To: noreply+7@b.example", false)]
    [InlineData("Reply-To: noreplystreet@b.example", true)]
    public void Only_programs_and_lists_are_not_answered(string header, bool isAnswered)
        => Assert.Equal(isAnswered, Read($"From: a@b.example\n{header}\n").Never is null);

    [Fact]
    public void A_header_of_megabytes_gives_a_short_address()
    {
        var long0 = new string('x', 200_000);
        var reply = Read($"From: {long0}@b.example\nSubject: {long0}\nMessage-ID: <{long0}@b>\nReferences: {string.Concat(Enumerable.Repeat("<a@b> ", 9000))}\n");
        Assert.True(reply.Write().Length < 4000);
        Assert.Equal(reply.Write(), ReplyAddress.Read(reply.Write())!.Write());
    }

    [Fact]
    public void No_header_of_a_mail_becomes_another_one_of_its_answer()
    {
        var evil = Gen.Char["ab@<>\r\n\t :,;\"=?\0\u2028éX"].Array[0, 60].Select(chars => new string(chars));
        Gen.Select(evil, evil, evil).Sample((from, subject, id) =>
        {
            var head = $"From: {from} <a@b.example>\r\nSubject: {subject}\r\nMessage-ID: {id}\r\nReferences: {id}\r\n\r\n";
            var reply = MailHead.Read(Encoding.UTF8.GetBytes(head), []);
            if (reply.To is null) return;
            var answer = MimeMessage.Load(new MemoryStream(Bytes(Make(reply))));
            var names = answer.Headers.Select(h => h.Field).ToList();
            Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase).Count(), names.Count);
            Assert.Empty(names.Except(["From", "Date", "Subject", "Message-Id", "To", "Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To",
                "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]));
        }, iter: 2_000);
    }

    [Fact]
    public void A_rate_is_counted_by_address_and_ends_with_its_span()
    {
        var clock = new FakeTimeProvider(Now);
        var rate = new AnswerRate(2, TimeSpan.FromHours(1), clock, Counts);
        Assert.True(rate.Take("a@b.example"));
        Assert.True(rate.Take("A@b.example"));
        Assert.False(rate.Take("a@b.example"));
        Assert.True(rate.Take("c@b.example"));
        rate.GiveBack("a@b.example");
        Assert.True(rate.Take("a@b.example"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(rate.Take("a@b.example"));
        for (var i = 0; i < 30_000; i++) Assert.True(rate.Take($"{i}@flood.example"));
        Assert.InRange(File.ReadAllLines(Counts).Length, 10_000, 45_000);
    }

    [Fact]
    public void A_restart_goes_on_counting_where_it_was()
    {
        var clock = new FakeTimeProvider(Now);
        AnswerRate Started() => new(2, TimeSpan.FromHours(1), clock, Counts);
        Assert.True(Started().Take("a@b.example"));
        Assert.True(Started().Take("A@b.example"));
        Assert.False(Started().Take("a@b.example"));
        Started().GiveBack("a@b.example");
        // A crash in the middle of a line.
        File.AppendAllText(Counts, "63900000");
        Assert.True(Started().Take("a@b.example"));
        File.AppendAllText(Counts, "\nnonsense\n-1 -1 x\n");
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True(Started().Take("a@b.example"));
        Assert.DoesNotContain("example", File.ReadAllText(Counts), StringComparison.Ordinal);
    }
}
