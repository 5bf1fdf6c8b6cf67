using Relevo.Gateway.Ingress;
using Relevo.Gateway.Tests.Configuration;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Ingress;

public sealed class StrangerNoticeTests
{
    [Fact]
    public void Saw_ManyTimes_IsSaidOnceAMinute()
    {
        var time = new ManualTime();
        var log = new ListLogger<StrangerNotice>();
        var notice = new StrangerNotice(time, log);
        notice.Saw("meta", 0);
        Assert.Empty(log.Entries);
        for (var i = 0; i < 100; i++)
        {
            notice.Saw("meta", 1);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, log.Entries.Count);
    }
}
