namespace Relevo.Gateway.Api.Views;

/// <summary>What is wrong with one message of a bulk.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Details">Its fields.</param>
internal sealed record BulkErrorView(int Index, IReadOnlyList<ErrorDetail> Details);
