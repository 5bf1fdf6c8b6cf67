using Relevo.Gateway.Tests.Sending.Lanes;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Brazil's ninth digit: what a contact is called may be learned while sends to it wait, and none may overtake another.</summary>
public sealed class AliasOrderTests
{
    private const string Asked = "+5511987654321";
    private const string Known = "+551187654321";

    [Fact]
    public async Task Message_BothSpellingsOfAContact_ShareOneLane()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var lanes = new[] { Asked, Known, Asked }.Select(to => rig.Row(rig.Send(to, "x")).Message.LaneKey).Distinct();

        Assert.Single(lanes);
    }
}
