using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Crash;

/// <summary>P05: an event in whose processing the gateway dies is found, parked after three deaths, and takes nobody along.</summary>
public sealed class PoisonTests
{
    [Fact]
    public async Task P05_EventThatKillsTheGateway_IsParkedAfterThreeDeathsAndOthersAreDelivered()
    {
        const int Innocents = 40;
        await using var rig = await Rig.CreateAsync();
        KillTests.Quick(rig.Settings);
        await rig.Application.StopAsync();
        await rig.StartAsync();
        await using var sender = rig.NewSender();
        for (var conversation = 0; conversation < Innocents; conversation++)
        {
            await sender.SendAsync(conversation);
        }

        var poison = (await sender.SendAsync(Innocents)).Id.ToString();
        await sender.SendAsync(Innocents); // Waits behind the poison.
        await rig.StopAsync();

        var deaths = 0;
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == poison ? Die(rig, ref deaths) : new Answer { After = Wait.ScheduleAsync(TimeSpan.FromMilliseconds(5)) };
        await rig.Application.StartAsync();
        rig.Launch();
        await SuperviseAsync(rig, () => rig.Client.StatusAsync("/health/live"), async () => await IsParkedAsync(rig, poison));

        Assert.InRange(deaths, 3, 4); // The first may have found it among others in flight.
        var letter = Assert.Single(await rig.Client.DeadLettersAsync());
        Assert.Equal(poison, letter.ProviderMessageId);
        var verdict = await rig.AssertCleanAsync();
        Assert.Equal(Innocents + 1, verdict.Delivered);
        Assert.True(EventId.TryParse(poison, out _));
    }

    private static Answer Die(Rig rig, ref int deaths)
    {
        Interlocked.Increment(ref deaths);
        rig.NoteDeath();
        rig.Gateway.Signal(Native.SigKill);
        return new Answer { Reset = true };
    }

    /// <summary>Starts the gateway again whenever it died, until the test has what it wants.</summary>
    private static async Task SuperviseAsync(Rig rig, Func<Task<int>> alive, Func<Task<bool>> done)
    {
        const int TooMany = 8;
        var restarts = 0;
        await Wait.UntilAsync(
            async () =>
            {
                if (rig.Gateway.HasExited)
                {
                    Assert.True(++restarts <= TooMany, "The gateway dies over and over.");
                    rig.Launch();
                }

                return await alive() == 200 && await done();
            },
            "the poison is parked",
            TimeSpan.FromSeconds(60),
            () => rig.Gateway.Output.ToString());
    }

    private static async Task<bool> IsParkedAsync(Rig rig, string poison)
    {
        try
        {
            return (await rig.Client.DeadLettersAsync()).Any(letter => letter.ProviderMessageId == poison);
        }
        catch (Exception error) when (error is HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            return false; // It died meanwhile.
        }
    }
}
