using Relevo.LoadBalancer.Load;

namespace Relevo.LoadBalancer.Tests.Load;

public sealed class ContactCountTests
{
    private static readonly long Start = TimeSpan.FromHours(100).Ticks;

    [Theory]
    [InlineData(1)]
    [InlineData(1_024)]
    public void Count_Few_IsExact(int contacts)
    {
        var count = new ContactCount();
        Touch(count, contacts, Start);
        Touch(count, contacts, Start);
        Assert.Equal(contacts, count.Count(Start));
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(20_000)]
    [InlineData(500_000)]
    public void Count_Many_IsWithinTenPercent(int contacts)
    {
        var count = new ContactCount();
        Touch(count, contacts, Start);
        Assert.InRange(count.Count(Start), contacts * 0.9, contacts * 1.1);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public void Count_HoursPass_WhatWasADayAgoFallsOut(int contacts)
    {
        var count = new ContactCount();
        Touch(count, contacts, Start);
        Touch(count, contacts / 4, Start + TimeSpan.FromHours(12).Ticks);
        Assert.InRange(count.Count(Start + TimeSpan.FromHours(23).Ticks), contacts * 0.9, contacts * 1.1);
        Assert.InRange(count.Count(Start + TimeSpan.FromHours(25).Ticks), contacts / 4 * 0.9, contacts / 4 * 1.1);
        Assert.Equal(0, count.Count(Start + TimeSpan.FromHours(37).Ticks));
    }

    [Fact]
    public void Count_AfterManyDays_AnOldHourIsNotTakenForANewOne()
    {
        var count = new ContactCount();
        for (var hour = 0; hour < 600; hour++)
        {
            Touch(count, 2_000, Start + TimeSpan.FromHours(hour).Ticks);
            Assert.InRange(count.Count(Start + TimeSpan.FromHours(hour).Ticks), 1_800, 2_200);
        }
    }

    [Fact]
    public void Restore_SavedCount_FadesOverADay()
    {
        var count = new ContactCount();
        count.Restore(1_000, Start);
        Assert.Equal(1_000, count.Count(Start));
        Assert.Equal(500, count.Count(Start + TimeSpan.FromHours(12).Ticks));
        Assert.Equal(0, count.Count(Start + TimeSpan.FromHours(24).Ticks));
    }

    private static void Touch(ContactCount count, int contacts, long now)
    {
        for (var contact = 1; contact <= contacts; contact++)
        {
            count.Touch((ulong)contact, now);
        }
    }
}
