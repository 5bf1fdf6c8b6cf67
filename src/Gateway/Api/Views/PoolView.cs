using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Api.Views;

/// <summary>The pool of numbers.</summary>
/// <param name="Items">Its numbers.</param>
internal sealed record PoolView(IReadOnlyList<PoolNumberView> Items)
{
    /// <summary>Every number as it is now.</summary>
    public static PoolView Of(NumberPool pool, SendDesk desk) =>
        new([.. pool.List().Select(status => PoolNumberView.Of(status, desk.Numbers.Find(status.Name)?.Application))]);
}
