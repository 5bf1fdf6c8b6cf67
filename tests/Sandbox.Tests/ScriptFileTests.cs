using System.Text;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Tests;

/// <summary>Scripts as files.</summary>
public sealed class ScriptFileTests
{
    [Fact]
    public void Read_EveryField_IsUnderstood()
    {
        var result = Read("""
            {
              // comments are allowed
              "seed": 7, "maxRecords": 10,
              "receipts": { "statuses": ["sent", { "status": "failed", "delayMs": 250, "code": 131026 }], "copies": 2, "swapped": true, "beforeAnswer": true, "batch": 5, "echo": false },
              "numbers": [
                { "provider": "meta", "key": "1", "phone": "+15550009002", "apiToken": "t", "accountId": "2", "webhookUrl": "http://127.0.0.1:1/x", "webhookSecret": "s", "messagesPerSecond": 80, "burst": 8, "pairSeconds": 6, "pairBurst": 45 },
                { "provider": "bird", "key": "c", "workspaceId": "w", "signedUrl": "https://wa.example.com/x" },
                { "provider": "evolution", "key": "e", "webhookHeader": "X-Key" },
              ],
              "rules": [
                { "name": "a", "provider": "meta", "number": "1", "recipient": "+1*", "type": "text", "from": 2, "to": 3, "probability": 0.5, "afterSeconds": 1, "untilSeconds": 2.5, "latencyMs": 10, "latencyToMs": 20, "throttle": true, "retryAfter": 2 },
                { "metaCode": 131047 }, { "birdStatus": 422 }, { "birdCode": "E01004" }, { "evolutionError": "no-instance" }, { "status": 503, "body": "x", "contentType": "text/plain" },
                { "fault": "reset-after-accepting", "receipts": [] }, { "ban": true, "metaCode": 368 }, { "accept": true }, { "fault": "hang", "accepts": true },
              ],
            }
            """);

        Assert.Empty(result.Problems);
        var options = result.Options!;
        Assert.Equal((7, 10), (options.Seed, options.MaxRecords));
        Assert.True(options.Receipts is { Copies: 2, IsSwapped: true, IsBeforeAnswer: true, Batch: 5, HasEcho: false });
        Assert.Equal(new SandboxReceipt("failed", TimeSpan.FromMilliseconds(250), "131026"), options.Receipts!.Statuses[1]);
        Assert.True(options.Numbers[0] is { Phone: "+15550009002", ApiToken: "t", AccountId: "2", WebhookSecret: "s", MessagesPerSecond: 80, Burst: 8, PairSeconds: 6, PairBurst: 45 });
        Assert.True(options.Rules[0] is { Name: "a", Provider: "meta", Number: "1", Recipient: "+1*", Type: "text", From: 2, To: 3, Probability: 0.5, Throttle: true, RetryAfter: "2" });
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)), (options.Rules[0].After, options.Rules[0].Until, options.Rules[0].Latency, options.Rules[0].LatencyTo));
        Assert.Equal(SandboxFault.ResetAfterAccepting, options.Rules[6].Fault);
        Assert.Empty(options.Rules[6].Receipts!.Statuses);
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachWithItsPath()
    {
        var result = Read("""
            {
              "numbers": [ { "provider": "metta", "kee": 1, "webhookUrl": "x" }, { "provider": "meta", "key": "1", "webhookUrl": "http://x/", "burst": "many" }, { "provider": "meta", "key": "1" } ],
              "rules": [ {}, { "fault": "explode" }, { "receipts": { "statuses": ["seen", { "status": "sent", "delayMs": -1 }], "copys": 1 }, "to": 0 }, { "metaCode": 1, "throttle": true }, 7,
                         { "fault": "reset-before-reading", "recipient": "+1" }, { "provider": "bird", "metaCode": 1 } ],
              "zzz": 1
            }
            """);

        Assert.Null(result.Options);
        string[] expected =
        [
            "numbers[0].key", "numbers[0].kee", "numbers[0].webhookUrl", "numbers[0].provider", "numbers[1].burst", "numbers[1].webhookSecret", "numbers[2].key", "rules[0]", "rules[1].fault",
            "rules[2].receipts.statuses[0]", "rules[2].receipts.statuses[1].delayMs", "rules[2].receipts.copys", "rules[2].to", "rules[3].metaCode", "rules[4]", "rules[5].fault", "rules[6].metaCode", "zzz",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), result.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"seed":1,"seed":2}""")]
    public void Read_NoScript_IsOneProblem(string text) => Assert.Single(Read(text).Problems, problem => problem.Path.Length == 0);

    [Fact]
    public void Options_Wrong_ThrowEveryMistakeAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SandboxServer(new SandboxOptions { Port = -1, Posters = 0 }, TimeProvider.System));
        Assert.Contains("port", exception.Message, StringComparison.Ordinal);
        Assert.Contains("posters", exception.Message, StringComparison.Ordinal);
        Assert.Contains("numbers", exception.Message, StringComparison.Ordinal);
    }

    private static ScriptResult Read(string text) => ScriptFile.Read(Encoding.UTF8.GetBytes(text));
}
