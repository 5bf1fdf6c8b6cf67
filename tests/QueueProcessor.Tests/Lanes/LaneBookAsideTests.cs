using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Tests.Support;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Conversations that wait outside the lanes until somebody lets them go on.</summary>
public sealed class LaneBookAsideTests
{
    [Fact]
    public void Aside_Followers_StayInTheStoreBeyondTheFirstFew()
    {
        var rig = new BookRig();
        rig.ReadAll();
        for (var i = 0; i < 30; i++)
        {
            rig.Commit("1");
        }

        rig.Book.Finish(rig.Take(), LaneOutcome.Aside);
        Assert.Equal(4, rig.Book.Window.Messages);
        Assert.Equal(0, rig.Book.ReadyCount);
        rig.Commit("1");
        Assert.Equal(4, rig.Book.Window.Messages);
        Assert.Empty(rig.Drain());
        Assert.True(rig.Book.Resume(1));
        Assert.False(rig.Book.Resume(1));
        Assert.Equal(Enumerable.Range(1, 31).Select(i => (long)i), rig.Drain());
        Assert.Equal(0, rig.Book.Window.Messages);
    }

    [Fact]
    public void Aside_ManyConversations_TakeNoMoreThanHalfOfTheWindow()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100 });
        rig.ReadAll();
        for (var lane = 1; lane <= 1000; lane++)
        {
            rig.Commit($"{lane}");
            rig.ReadAll();
            var message = rig.Take();
            Assert.Equal((ulong)lane, message.Conversation);
            message.Progress = $"p{lane}";
            rig.Book.Finish(message, LaneOutcome.Aside);
            Assert.InRange(rig.Book.Window.Messages, 0, 51);
        }

        Assert.Equal(0, rig.Book.ReadyCount);
        for (var lane = 1UL; lane <= 1000; lane++)
        {
            Assert.True(rig.Book.Resume(lane));
            rig.ReadAll();
            var message = rig.Take();
            Assert.Equal((lane, $"p{lane}"), (message.Conversation, message.Progress));
            rig.Complete(message);
        }

        Assert.Equal(0, rig.Book.Window.Messages);
    }

    [Fact]
    public void Resume_WhileTheHeadIsInWork_IsRemembered()
    {
        var rig = new BookRig();
        rig.ReadAll();
        rig.Commit("1");
        Assert.False(rig.Book.Resume(1)); // it waits for a worker, not for anybody's word
        var message = rig.Take();
        Assert.True(rig.Book.Resume(1));
        rig.Book.Finish(message, LaneOutcome.Aside);
        Assert.Equal(1, rig.Book.ReadyCount);

        rig.Book.Finish(rig.Take(), LaneOutcome.Aside); // once, not for ever
        Assert.Equal(0, rig.Book.ReadyCount);
        Assert.False(rig.Book.Resume(2));
    }

    [Fact]
    public void Aside_Urgent_IsLiftedWhenItGoesOn()
    {
        var rig = new BookRig(new LaneOptions { HighShare = 90, NormalShare = 5, LowShare = 5 });
        rig.ReadAll();
        rig.Commit("1", Contracts.Messages.Priority.Low);
        rig.Book.Finish(rig.Take(), LaneOutcome.Aside);
        rig.Commit("2");
        rig.Commit("1", Contracts.Messages.Priority.High);
        Assert.True(rig.Book.Resume(1));
        Assert.Equal([1, 3, 2], rig.Drain());
    }

    [Fact]
    public void Asleep_ManyMoreThanFitIntoMemory_LeaveRoomAndComeBackInTheirOrder()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100, MaxConversations = 100 });
        rig.ReadAll();
        for (var lane = 1; lane <= 900; lane++)
        {
            rig.Commit($"{lane}");
            rig.Commit($"{lane}");
            rig.ReadAll();
            rig.Book.Finish(rig.Take(), LaneOutcome.Asleep);
        }

        Assert.Equal((0, 0, 900), (rig.Book.Conversations, rig.Book.Window.Messages, rig.Book.Asleep));
        rig.Commit("5"); // stays in the store with the others of its conversation
        rig.Commit("1000");
        Assert.Equal([1802], rig.Drain());
        for (var lane = 900UL; lane >= 1; lane--)
        {
            Assert.True(rig.Book.Resume(lane));
            Assert.False(rig.Book.Resume(lane));
        }

        Assert.InRange(rig.Book.Conversations, 1, 100);
        var drained = rig.Drain();
        Assert.Equal(1801, drained.Count);
        Assert.Equal([9, 10, 1801], drained.Where(position => position is 9 or 10 or 1801));
        Assert.Equal(0, rig.Book.Asleep);
    }

    [Fact]
    public void Asleep_BeyondTheBound_StayAsideInMemory()
    {
        var rig = new BookRig(new LaneOptions { MaxConversations = 100 });
        rig.ReadAll();
        for (var lane = 1; lane <= 1050; lane++)
        {
            rig.Commit($"{lane}");
            rig.Book.Finish(rig.Take(), LaneOutcome.Asleep);
        }

        Assert.Equal((50, 1000), (rig.Book.Conversations, rig.Book.Asleep));
        for (var lane = 1UL; lane <= 1050; lane++)
        {
            Assert.True(rig.Book.Resume(lane));
        }

        Assert.Equal(1050, rig.Drain().Count);
    }

    [Fact]
    public void Asleep_CalledBack_TheFirstMessageSaysSo()
    {
        var rig = new BookRig();
        rig.ReadAll();
        rig.Commit("1");
        rig.Commit("1");
        rig.Book.Finish(rig.Take(), LaneOutcome.Asleep);
        rig.Book.Resume(1);
        rig.ReadAll();

        var first = rig.Take();
        Assert.True(first.IsCalledBack);
        rig.Complete(first);
        Assert.False(rig.Take().IsCalledBack);
    }
}
