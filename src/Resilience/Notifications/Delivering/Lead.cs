namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>A delivery that others follow, as one message a moment is enough for one person.</summary>
/// <param name="Notice">Id of its notice.</param>
/// <param name="Delivery">The delivery.</param>
internal sealed record Lead(string Notice, Delivery Delivery)
{
    public bool IsOver => !Delivery.IsOpen && !Delivery.IsUnderWay;

    /// <summary>What became of it, as it stands for one who followed.</summary>
    public DeliveryReport Of(DeliveryReport follower) => follower with
    {
        State = Delivery.Report.State,
        AtUtc = Delivery.Report.AtUtc,
        With = Notice,
        Why = Delivery.Report.State == DeliveryState.Taken ? $"told with notice {Notice}" : Delivery.Report.Why,
    };
}
