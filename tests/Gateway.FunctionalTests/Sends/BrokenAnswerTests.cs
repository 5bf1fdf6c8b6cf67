using System.Globalization;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>U04, U05, U07: answers that never come, never end, are no answers, or are lost.</summary>
public sealed class BrokenAnswerTests(ITestOutputHelper output)
{
    private const int Messages = 60;
    private const long MaxResidentKilobytes = 400 * 1024;

    /// <summary>The bound of a call by the defaults, and what a busy machine needs beside it.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task U04_ProviderHangsDripsOrNeverEnds_CallEndsInTimeAndOthersGoOn()
    {
        await using var rig = await SendRig.CreateAsync(["a", "b", "c", "d"]);
        SandboxFault[] faults = [SandboxFault.Hang, SandboxFault.Drip, SandboxFault.Endless];
        await rig.Rig.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < faults.Length; i++)
        {
            rig.Sandbox.Script.Add(new SandboxRule { Number = SendRig.KeyOf(i), To = 1, Fault = faults[i], Receipts = SandboxReceipts.None });
            var message = SendRig.Text(i, $"{faults[i]}");
            message["from"] = ((char)('a' + i)).ToString();
            ids.Add(await rig.Sends.SendAsync(message));
        }

        await rig.Sandbox.Sends.WaitForAsync(faults.Length, CancellationToken.None).WaitAsync(Wait.Generous);
        var other = SendRig.Text(99, "not held up");
        other["from"] = "d";
        var begin = TimeProvider.System.GetUtcNow();
        await rig.Sends.SendAsync(other);
        await rig.TakenAsync(1 + faults.Count(fault => fault != SandboxFault.Hang));
        var passed = rig.Taken.Single(send => send.Text == "not held up").Utc - begin;
        for (var i = 0; i < faults.Length; i++)
        {
            JsonArray history = [];
            await Wait.UntilAsync(async () => (history = (await rig.LookAsync(ids[i]))["history"]!.AsArray()).Count > 1, "the call is over", context: rig.Story);
            var took = TimeOf(history[1]!) - TimeOf(history[0]!);
            output.WriteLine($"{faults[i]}: {took.TotalMilliseconds:0} ms, {history[1]!["what"]}; another number meanwhile {passed.TotalMilliseconds:0} ms");
            Assert.True(took <= CallLimit + Slack, $"{faults[i]}: {took.TotalMilliseconds:0} ms\n{rig.Story()}");
        }

        await rig.BalancedAsync();
    }

    [Fact]
    public async Task U05_GarbageInsteadOfAnswers_StaysSmallAndGoesOn()
    {
        await using var rig = await SendRig.CreateAsync(["a", "b"]);
        rig.Rig.Settings.With("Sending:UnknownWaitSeconds", 1).With("Sending:FirstPauseSeconds", 0.1).With("LoadBalancer:Outliers:ConsecutiveFailures", 1000).With("LoadBalancer:Outliers:MinCalls", 100_000)
            .With("LoadBalancer:Receipts:MinPercent", 1);
        SandboxFault[] faults = [SandboxFault.Endless, SandboxFault.TruncatedJson, SandboxFault.WrongLength, SandboxFault.Html, SandboxFault.ResetAfterReading];
        foreach (var fault in faults)
        {
            rig.Sandbox.Script.Add(new SandboxRule { Recipient = SendRig.Phone(100 * Array.IndexOf(faults, fault))[..^2] + "*", To = 20, Fault = fault });
        }

        await rig.Rig.StartAsync();
        foreach (var fault in faults)
        {
            var first = 100 * Array.IndexOf(faults, fault);
            await rig.Sends.BulkAsync(Enumerable.Range(first, 20).Select(contact => SendRig.Text(contact, $"{fault} {contact}")));
        }

        await rig.TakenAsync(20 * faults.Length);
        var resident = ResidentKilobytes(rig.Rig.Gateway.Id);
        output.WriteLine($"{rig.Taken.Count} taken, most memory {resident / 1024} MiB");
        Assert.True(resident < MaxResidentKilobytes, $"{resident / 1024} MiB");
        await rig.BalancedAsync();
    }

    [Fact]
    public async Task U07_AnswersAreLostAndReceiptsCome_NothingIsSentTwice()
    {
        var receipts = SandboxReceipts.Usual;
        await using var rig = await SendRig.CreateAsync(["a", "b"], options => options with { Rules = [new SandboxRule { Fault = SandboxFault.ResetAfterAccepting, Receipts = receipts, To = Messages }] });
        rig.Rig.Settings.With("LoadBalancer:Outliers:ConsecutiveFailures", 1000).With("LoadBalancer:Outliers:MinCalls", 100_000);
        await rig.Rig.StartAsync();
        var ids = await rig.Sends.BulkAsync(Enumerable.Range(0, Messages).Select(contact => SendRig.Text(contact, $"{contact}")));
        await rig.TakenAsync(Messages);
        foreach (var id in ids)
        {
            await rig.BecomesAsync(id, "read");
        }

        Assert.Equal(Messages, rig.Taken.Count);
        Assert.Empty(await rig.Rig.Client.DeadLettersAsync());
        await rig.BalancedAsync();
    }

    private static DateTimeOffset TimeOf(JsonNode entry) => DateTimeOffset.Parse(entry["atUtc"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static long ResidentKilobytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
